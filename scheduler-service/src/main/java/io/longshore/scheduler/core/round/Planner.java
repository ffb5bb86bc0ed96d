package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.dag.Wave;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.fit.Slot;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobEvent;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.Place;
import io.longshore.scheduler.core.share.Candidate;
import io.longshore.scheduler.core.share.HeldBy;
import io.longshore.scheduler.core.share.Queue;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks the queues by priority and dispatches what fits. Within a queue the first job that fits
 * nowhere holds those behind it, as on AWS, but no other queue.
 */
final class Planner {
  private record Tried(EnvironmentArn environment, Shape shape) {}

  private final Round round;
  private final State state;
  private final Jobs jobs;
  private final Blocks blocks;
  private final Set<Tried> noRoom = new HashSet<>();

  Planner(Round round, Jobs jobs, Blocks blocks) {
    this.round = round;
    this.state = round.state;
    this.jobs = jobs;
    this.blocks = blocks;
  }

  void run() {
    for (var queue : state.queues.byPriority()) {
      if (!queue.deleted()) {
        walk(queue);
      }
    }
  }

  private void walk(Queue queue) {
    while (true) {
      var first = state.queues.of(queue.arn()).first().orElse(null);
      if (first == null) {
        blocks.clear(queue.arn());
        return;
      }
      if (round.dispatchesLeft() <= 0) {
        round.limit();
        blocks.put(queue.arn(), new Blocks.Block(first.turn(), HeldBy.ROUND_LIMIT));
        return;
      }
      if (blocks.stillNoRoom(state, queue, first.turn())) {
        return;
      }
      var block = first.key().isChild() ? job(queue, first) : jobOrWave(queue, first);
      if (block != null) {
        blocks.put(queue.arn(), block);
        blocks.remember(state, queue);
        return;
      }
    }
  }

  private Blocks.@Nullable Block jobOrWave(Queue queue, Candidate first) {
    var array = state.jobs.array(first.key().id());
    return array == null ? job(queue, first) : wave(queue, array, first);
  }

  private Blocks.@Nullable Block job(Queue queue, Candidate first) {
    var job = state.jobs.job(first.key());
    if (job == null) {
      throw new IllegalStateException("queued but not known: " + first.key());
    }
    var array = first.key().isChild() ? state.jobs.array(first.key().id()) : null;
    if (array != null && array.drain().active() && !array.wish().isNone()) {
      round.dispatchedOne();
      jobs.apply(job, new JobEvent.Wished(array.wish()));
      return null;
    }
    return dispatch(queue, job, first);
  }

  private Blocks.@Nullable Block dispatch(Queue queue, Job job, Candidate first) {
    if (job.spec().undispatchable() != null) {
      round.dispatchedOne();
      jobs.apply(job, new JobEvent.Undispatchable(job.spec().undispatchable()));
      return null;
    }
    var found = find(queue, first.shape());
    if (found.slot == null) {
      return new Blocks.Block(first.turn(), found.why);
    }
    Invariants.fits(found.slot, first.shape().requests());
    launch(job, found.slot);
    return null;
  }

  private Blocks.@Nullable Block wave(Queue queue, ArrayJob array, Candidate first) {
    var wave = waveOf(array, first);
    var placed = new BitSet(array.size());
    Blocks.Block block = null;
    for (var i = wave.children().next(0); i >= 0; i = wave.children().next(i + 1)) {
      if (round.dispatchesLeft() <= 0) {
        break;
      }
      var child = Jobs.child(array, i, wave.since());
      if (array.spec().undispatchable() != null) {
        round.dispatchedOne();
        jobs.apply(child, new JobEvent.Undispatchable(array.spec().undispatchable()));
        continue;
      }
      block = dispatch(queue, child, first);
      if (block != null) {
        break;
      }
      placed.set(i);
    }
    if (!placed.isEmpty()) {
      var now = state.jobs.array(array.id());
      round.put(new Change.ArrayPut(now.adopt(Bits.of(placed))));
    }
    if (block == null) {
      return null;
    }
    var head = state.queues.of(queue.arn()).first().orElseThrow();
    return new Blocks.Block(head.turn(), block.why());
  }

  private static Wave waveOf(ArrayJob array, Candidate first) {
    for (var wave : array.waves()) {
      if (wave.children().next(0) == first.turn().index()) {
        return wave;
      }
    }
    throw new IllegalStateException("queued but not waiting: " + first);
  }

  private record Found(@Nullable Slot slot, HeldBy why) {}

  /** The best node of the first environment that has one. */
  private Found find(Queue queue, Shape shape) {
    var why = HeldBy.NO_ROOM;
    for (var arn : queue.environments()) {
      var environment = state.environments.get(arn);
      if (environment == null || !environment.usable()) {
        continue;
      }
      var tried = new Tried(arn, shape);
      if (noRoom.contains(tried)) {
        continue;
      }
      var slot = state.nodes.bestFit(environment.uuid(), shape).orElse(null);
      if (slot == null) {
        noRoom.add(tried);
      } else if (state.unconfirmed(slot.node().cluster()) >= round.limits.maxUnconfirmed()) {
        why = HeldBy.LAUNCH_LIMIT;
      } else {
        return new Found(slot, why);
      }
    }
    return new Found(null, why);
  }

  private void launch(Job job, Slot slot) {
    var node = slot.node();
    var environment = state.environment(node.environmentUuid());
    if (environment == null) {
      throw new IllegalStateException("node without an environment: " + node.uid());
    }
    var number = job.launches() + 1;
    var place =
        new Place(node.cluster(), node.uid(), node.name(), node.instanceId(), environment.arn());
    var attempt = job.state() instanceof JobState.Runnable r ? r.nextAttempt() : job.attempt();
    var launch = Launch.sent(new LaunchId(job.key(), number), attempt, place, round.now);
    round.dispatchedOne();
    jobs.dispatched(job, launch);
    round.put(new Change.LaunchPut(launch));
    round.send(start(job.spec(), job.key(), launch));
  }

  private static Outgoing start(JobSpec spec, JobKey key, Launch launch) {
    return new Outgoing.StartLaunch(
        launch.id(),
        launch.attempt(),
        launch.place(),
        spec.queue(),
        key.isChild() ? spec.arraySize() : 0,
        spec.shape());
  }
}
