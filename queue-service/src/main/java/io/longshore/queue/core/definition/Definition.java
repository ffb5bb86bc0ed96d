package io.longshore.queue.core.definition;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registered revision of a job definition, as far as a submission looks at it.
 *
 * @param timeoutSeconds of an attempt, null for none
 */
public record Definition(
    String arn,
    String name,
    int revision,
    Map<String, String> parameters,
    boolean propagateTags,
    Retry retry,
    @Nullable Integer timeoutSeconds,
    Body body) {

  /** Copies the parameters. */
  public Definition {
    parameters = Map.copyOf(parameters);
  }

  /** What it runs. */
  public sealed interface Body {
    /** eksProperties. */
    record AsPod(Pod pod) implements Body {}

    /** containerProperties. */
    record AsContainer(ContainerJob container) implements Body {}
  }
}
