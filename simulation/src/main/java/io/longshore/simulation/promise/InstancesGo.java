package io.longshore.simulation.promise;

import io.longshore.capacity.core.reconcile.Action;
import io.longshore.scheduler.core.demand.Instance;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Launch;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Promise 7: no instance above the minimum outlives its need by more than the idle delay and one
 * pass, which is looked at while AWS answers; and none is ended with a launch on it, unless it
 * counts as lost.
 */
public final class InstancesGo extends Promise {

  private static final long PASS = Duration.ofSeconds(60).toMillis();

  private final Mirror mirror;
  private final LongSupplier now;
  private final BooleanSupplier calm;
  private final long idleDelay;
  private final ToIntFunction<String> minimum;
  private final Map<String, Long> idleSince = new HashMap<>();

  /**
   * By what the scheduler committed.
   *
   * @param calm whether AWS and everything else answers
   * @param minimum an environment's minimum
   */
  public InstancesGo(
      Mirror mirror,
      LongSupplier now,
      BooleanSupplier calm,
      Duration idleDelay,
      ToIntFunction<String> minimum) {
    super("promise 7, instances go when they may");
    this.mirror = mirror;
    this.now = now;
    this.calm = calm;
    this.idleDelay = idleDelay.toMillis();
    this.minimum = minimum;
  }

  @Override
  public void acting(String environment, Action action) {
    if (!(action instanceof Action.EndInstance(var id, var _, var _))) {
      return;
    }
    var instance = mirror.instances.get(id);
    if (instance == null || instance.state() instanceof InstanceState.Terminated) {
      return;
    }
    if (instance.state() instanceof InstanceState.Lost) {
      return;
    }
    if (!(instance.state() instanceof InstanceState.Released)) {
      throw broken(id + " is ended and nobody released it: " + instance.state(), id);
    }
    for (Launch launch : mirror.launches.values()) {
      if (launch.holdsRoom() && launch.place().instanceId().equals(id)) {
        throw broken(id + " is ended with " + launch.id() + " on it", id, launch.id());
      }
    }
  }

  @Override
  public void tick() {
    if (!calm.getAsBoolean()) {
      idleSince.clear();
      return;
    }
    Set<String> used = new HashSet<>();
    mirror.launches.values().forEach(launch -> used.add(launch.place().instanceId()));
    boolean waiting =
        mirror.jobs.values().stream().anyMatch(job -> job.state() instanceof JobState.Runnable)
            || mirror.arrays.values().stream().anyMatch(array -> !array.waves().isEmpty());
    for (Instance instance : mirror.instances.values()) {
      boolean idle =
          instance.state() instanceof InstanceState.Usable
              && !used.contains(instance.id())
              && !waiting
              && minimum.applyAsInt(instance.environment().arn()) == 0;
      if (!idle) {
        idleSince.remove(instance.id());
      } else if (now.getAsLong() - idleSince.computeIfAbsent(instance.id(), _ -> now.getAsLong())
          > idleDelay + PASS) {
        throw broken(instance.id() + " is idle and stays", instance.id());
      }
    }
  }
}
