package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which idle instances go: those idle past the delay, longest first, as long as the rest still
 * holds the environment's minimum.
 *
 * @param ids to be released at once
 * @param nextAt when the next one is due, null where none is
 */
public record IdleInstances(List<String> ids, @Nullable Instant nextAt) {
  public IdleInstances {
    ids = List.copyOf(ids);
  }

  public static IdleInstances of(
      IdleTable table, Environment environment, Duration defaultDelay, Instant clock) {
    var delay = delay(environment, defaultDelay);
    var minimum = environment.heldVcpus() * 1000L;
    var held = table.heldMillis(environment.arn());
    var go = new ArrayList<String>();
    for (var idle : table.of(environment.arn())) {
      var rest = held - table.vcpuMillis(idle);
      if (rest < minimum) {
        continue;
      }
      var dueAt = idle.since().plus(delay);
      if (dueAt.isAfter(clock)) {
        return new IdleInstances(go, dueAt);
      }
      go.add(idle.id());
      held = rest;
    }
    return new IdleInstances(go, null);
  }

  private static Duration delay(Environment environment, Duration defaultDelay) {
    if (environment.deleted()) {
      return Duration.ZERO;
    }
    return environment.idleDelay() == null ? defaultDelay : environment.idleDelay();
  }
}
