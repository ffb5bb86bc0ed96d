package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which idle instances go: those idle past the delay, longest first, as long as the rest still
 * holds the environment's minimum.
 *
 * @param now to be released at once
 * @param nextAt when the next one is due, null where none is
 */
public record IdleInstances(List<Instance> now, @Nullable Instant nextAt) {
  public IdleInstances {
    now = List.copyOf(now);
  }

  public static IdleInstances of(
      World world, Environment environment, Duration defaultDelay, Instant clock) {
    var delay = delay(environment, defaultDelay);
    var held = 0L;
    var idle = new ArrayList<Instance>();
    for (var instance : world.instances().of(environment.arn())) {
      if (instance.state() instanceof InstanceState.Usable) {
        held += world.vcpuMillis(instance);
        if (world.idle(instance)) {
          idle.add(instance);
        }
      }
    }
    idle.sort(Comparator.comparing(world::idleSince).thenComparing(Instance::id));
    var go = new ArrayList<Instance>();
    Instant next = null;
    for (var instance : idle) {
      var rest = held - world.vcpuMillis(instance);
      if (rest < environment.heldVcpus() * 1000L) {
        continue;
      }
      var dueAt = world.idleSince(instance).plus(delay);
      if (dueAt.isAfter(clock)) {
        next = next == null ? dueAt : next;
      } else {
        go.add(instance);
        held = rest;
      }
    }
    return new IdleInstances(go, next);
  }

  private static Duration delay(Environment environment, Duration defaultDelay) {
    if (environment.deleted()) {
      return Duration.ZERO;
    }
    return environment.idleDelay() == null ? defaultDelay : environment.idleDelay();
  }
}
