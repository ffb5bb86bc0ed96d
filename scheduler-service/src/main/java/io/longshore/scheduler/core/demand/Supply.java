package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Shape;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What capacity-service has said of an environment beyond its instances.
 *
 * @param environment which
 * @param refusal the last refused launch, null where none was or one has succeeded since
 * @param misfits shapes that none of its types can hold, with the closest type and what it lacks
 * @param judgedBy the registry version that misfits were judged by; a later one is judged anew
 */
public record Supply(
    EnvironmentArn environment,
    @Nullable Refusal refusal,
    Map<Shape, String> misfits,
    long judgedBy) {

  public Supply {
    misfits = Map.copyOf(misfits);
  }

  /** Nothing was said. */
  public static Supply unheard(EnvironmentArn environment) {
    return new Supply(environment, null, Map.of(), 0);
  }

  public Supply refused(@Nullable Refusal newRefusal) {
    return new Supply(environment, newRefusal, misfits, judgedBy);
  }

  /**
   * The shape fits no type. Older judgements are dropped with the version that they were made by,
   * and no more than {@code most} are kept.
   */
  public Supply misfit(Shape shape, String reason, long version, int most) {
    if (version < judgedBy) {
      return this;
    }
    var next = new TreeMap<Shape, String>();
    if (version == judgedBy) {
      next.putAll(misfits);
    }
    if (next.size() < most || next.containsKey(shape)) {
      next.put(shape, reason);
    }
    return new Supply(environment, refusal, next, version);
  }

  /** Why no type fits, null where one may. */
  public @Nullable String misfit(Shape shape, long registryVersion) {
    return registryVersion > judgedBy ? null : misfits.get(shape);
  }
}
