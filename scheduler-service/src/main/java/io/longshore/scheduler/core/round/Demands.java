package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.demand.EnvironmentDemand;
import io.longshore.scheduler.core.demand.IdleInstances;
import io.longshore.scheduler.core.demand.Instance;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.demand.WaitingGroup;
import io.longshore.scheduler.core.demand.Wanted;
import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.share.HeldBy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Releases what is idle and states what is wanted. What was stated is remembered but not stored:
 * after a takeover everything is stated once more.
 */
final class Demands {
  /**
   * An instance that is on its way counts as never joined by a statement that was made after its
   * time to join: so one that says the same is made anew as often as this.
   */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Map<EnvironmentArn, Stated> stated = new HashMap<>();
  private Map<EnvironmentArn, List<WaitingGroup>> wanted = new TreeMap<>();
  private boolean stale = true;
  private Instant lastAt = Instant.EPOCH;
  private @Nullable Instant releaseAt;
  private @Nullable Instant againAt;

  private record Stated(EnvironmentDemand demand, Instant at) {}

  /** What was wanted when it was last computed. */
  List<WaitingGroup> wanted(EnvironmentArn environment) {
    return wanted.getOrDefault(environment, List.of());
  }

  /** Gives when to look again, null for not before something happens. */
  @Nullable Instant release(Round round, Hosts hosts, Blocks blocks, boolean timersMayFire) {
    var quiet = !round.changed() && releaseAt != null && releaseAt.isAfter(round.now);
    if (quiet) {
      return releaseAt;
    }
    var state = round.state;
    hosts.releaseDrained(List.copyOf(state.instances.draining()));
    var held = limited(state, blocks);
    Instant next = null;
    for (var environment : List.copyOf(state.environments.values())) {
      if (!environment.managed() || held.contains(environment.arn())) {
        continue;
      }
      if (!timersMayFire) {
        next = round.now;
        continue;
      }
      var idle = IdleInstances.of(state.idle, environment, round.limits.idleDelay(), round.now);
      idle.ids().forEach(id -> hosts.release(id, "idle"));
      next = earlier(next, idle.nextAt());
    }
    releaseAt = next;
    return next;
  }

  /** Environments that jobs are about to use, once a limit lets them. */
  private static Set<EnvironmentArn> limited(State state, Blocks blocks) {
    var held = new HashSet<EnvironmentArn>();
    for (var queue : state.queues.byPriority()) {
      var block = blocks.get(queue.arn());
      if (block != null && block.why() != HeldBy.NO_ROOM) {
        held.addAll(queue.environments());
      }
    }
    return held;
  }

  static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.isBefore(b) ? a : b;
  }

  /** States what has changed; gives when to look again, null for not before something happens. */
  @Nullable Instant state(Round round, Blocks blocks) {
    stale |= round.changed() || (againAt != null && !againAt.isAfter(round.now));
    if (!stale) {
      return againAt;
    }
    var dueAt = lastAt.plus(round.limits.demandEvery());
    if (dueAt.isAfter(round.now)) {
      return dueAt;
    }
    stale = false;
    lastAt = round.now;
    var limits = round.limits;
    var bounds = new Wanted.Bounds(limits.maxGroups(), limits.maxShapes(), limits.refusalHold());
    var world = round.state.world;
    wanted = Wanted.compute(world, blocked(round.state, blocks), bounds, round.now);
    againAt = null;
    round.state.environments.values().stream()
        .filter(Environment::managed)
        .forEach(environment -> state(round, environment));
    stated.keySet().retainAll(round.state.environments.keySet());
    return earlier(refusalEnds(round), againAt);
  }

  /** Only a queue whose head found no room is a sign of need. */
  private static Set<QueueArn> blocked(State state, Blocks blocks) {
    var contributing = new HashSet<QueueArn>();
    for (var queue : state.queues.byPriority()) {
      var block = blocks.get(queue.arn());
      if (block != null && block.why() == HeldBy.NO_ROOM) {
        contributing.add(queue.arn());
      }
    }
    return contributing;
  }

  private void state(Round round, Environment environment) {
    var instances = round.state.instances.of(environment.arn());
    var demand =
        new EnvironmentDemand(
            environment.arn(),
            environment.version(),
            environment.heldVcpus(),
            environment.maxVcpus(),
            environment.usable() ? wanted(environment.arn()) : List.of(),
            ids(instances, InstanceState.Usable.class, InstanceState.Draining.class),
            ids(instances, InstanceState.Released.class, InstanceState.Released.class),
            ids(instances, InstanceState.Lost.class, InstanceState.Lost.class));
    var coming = !ids(instances, InstanceState.Coming.class, InstanceState.Coming.class).isEmpty();
    var before = stated.get(environment.arn());
    var old = before != null && coming && !before.at().plus(AGAIN).isAfter(round.now);
    if (before == null || old || !before.demand().equals(demand)) {
      before = new Stated(demand, round.now);
      stated.put(environment.arn(), before);
      round.send(new Outgoing.DemandStated(demand));
    }
    if (coming) {
      againAt = earlier(againAt, before.at().plus(AGAIN));
    }
  }

  private static List<String> ids(Iterable<Instance> instances, Class<?> state, Class<?> orState) {
    var ids = new ArrayList<String>();
    for (var instance : instances) {
      if (state.isInstance(instance.state()) || orState.isInstance(instance.state())) {
        ids.add(instance.id());
      }
    }
    return ids;
  }

  /** When a refused environment may be tried again. */
  private @Nullable Instant refusalEnds(Round round) {
    Instant next = null;
    for (var supply : round.state.supplies.values()) {
      if (supply.refusal() != null) {
        var endsAt = supply.refusal().at().plus(round.limits.refusalHold());
        next = endsAt.isAfter(round.now) ? earlier(next, endsAt) : next;
      }
    }
    if (next != null) {
      stale = true;
    }
    return next;
  }
}
