package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.dag.Drain;
import io.longshore.scheduler.core.dag.Waiter;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobEvent;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.StatusReasons;
import io.longshore.scheduler.core.job.Wish;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries ends on to what waited for them, and wishes on to an array's children and a deleted
 * queue's jobs: decided at once, done within the limits of a round. What is left over follows from
 * the stored rows, so a takeover in between loses nothing.
 */
final class FollowUps {
  private final Round round;
  private final State state;
  private final Jobs jobs;

  FollowUps(Round round, Jobs jobs) {
    this.round = round;
    this.state = round.state;
    this.jobs = jobs;
  }

  /** Does as much as a round may. */
  void run() {
    var before = -1;
    while (before != round.followUpsLeft() && round.followUpsLeft() > 0) {
      before = round.followUpsLeft();
      settleAll();
      drainAll();
      sweepAll();
    }
    if (round.followUpsLeft() <= 0) {
      round.limit();
    }
  }

  private void settleAll() {
    var unsettled = state.jobs.unsettled();
    var key = unsettled.isEmpty() ? null : unsettled.first();
    while (key != null && round.followUpsLeft() > 0) {
      settle(key);
      key = after(key);
    }
  }

  private @Nullable JobKey after(JobKey key) {
    var next = new JobKey(key.id(), key.index() + 1);
    var rest = state.jobs.unsettled().tailSet(next);
    return rest.isEmpty() ? null : rest.first();
  }

  private void settle(JobKey key) {
    var job = state.jobs.job(key);
    var array = key.isChild() ? null : state.jobs.array(key.id());
    var well = (job == null ? array.state() : job.state()) instanceof JobState.Succeeded;
    for (var waiter : state.jobs.waitingFor(key, round.followUpsLeft())) {
      round.followedUp();
      tell(waiter, key, well);
    }
    if (!state.jobs.waitingFor(key, 1).isEmpty()) {
      return;
    }
    if (job != null) {
      settled(job);
    } else {
      settleIfDone(array);
    }
  }

  private void settled(Job job) {
    round.put(new Change.JobPut(job.settle(true)));
    if (!job.key().isChild()) {
      return;
    }
    var array = state.jobs.array(job.key().id());
    if (array != null) {
      var next = array.childSettled(job.key().index());
      round.put(new Change.ArrayPut(next));
      settleIfDone(next);
    }
  }

  private void settleIfDone(ArrayJob array) {
    var done =
        array.ended()
            && array.own().isEmpty()
            && state.jobs.waitingFor(JobKey.whole(array.id()), 1).isEmpty();
    if (done) {
      round.put(new Change.ArrayPut(array.settle()));
    }
  }

  /** Who names one job twice may have ended by the first of the two. */
  private void tell(Waiter waiter, JobKey ended, boolean well) {
    var array = state.jobs.array(waiter.job());
    if (array == null) {
      var job = state.jobs.job(JobKey.whole(waiter.job()));
      if (job != null) {
        jobs.apply(job, new JobEvent.DependencyEnded(waiter.dependency(), well));
      }
      return;
    }
    if (array.ended()) {
      return;
    }
    if (array.spec().dependsOn().get(waiter.dependency()) instanceof Dependency.OnTwin) {
      var next = array.twinEnded(waiter.dependency(), ended.index());
      round.put(new Change.ArrayPut(next));
      twinEnded(next, ended.index(), well);
      return;
    }
    var next = array.dependencyEnded(waiter.dependency());
    if (!well) {
      next = next.draining(next.drain().breakBy(Drain.Broken.DEPENDENCY));
    }
    round.put(new Change.ArrayPut(next));
    if (well && next.unmet() == 0) {
      release(next);
    }
  }

  private void twinEnded(ArrayJob array, int index, boolean well) {
    if (!well) {
      failChild(array, index);
    } else if (!array.childWaits(index)) {
      readyChild(array, index);
    }
  }

  /** What all children waited for has ended well. */
  private void release(ArrayJob array) {
    if (array.drain().broken() != Drain.Broken.NO) {
      return;
    }
    if (!array.wish().isNone() || hasPendingOwn(array)) {
      round.put(new Change.ArrayPut(array.draining(array.drain().again())));
      if (!array.wish().isNone()) {
        return;
      }
    }
    var waiting = array.pending();
    var ready = new BitSet(array.size());
    waiting.each(index -> ready.set(index, !array.childWaits(index)));
    var now = state.jobs.array(array.id());
    var next = now.ready(Bits.of(ready), round.now, round.limits.maxWaves());
    round.put(new Change.ArrayPut(next));
  }

  private boolean hasPendingOwn(ArrayJob array) {
    var found = new boolean[1];
    array.own().each(index -> found[0] |= pendingOwn(array, index) != null);
    return found[0];
  }

  private @Nullable Job pendingOwn(ArrayJob array, int index) {
    var child = state.jobs.job(new JobKey(array.id(), index));
    return child != null && child.state() instanceof JobState.Pending ? child : null;
  }

  private void readyChild(ArrayJob array, int index) {
    var own = pendingOwn(array, index);
    if (own != null) {
      jobs.apply(own.wishing(array.wish()), new JobEvent.DependencyEnded(0, true));
    } else if (array.childPending(index)) {
      if (array.drain().broken() != Drain.Broken.NO || !array.wish().isNone()) {
        failChild(array, index);
      } else {
        var ready = array.ready(Bits.of(index), round.now, round.limits.maxWaves());
        round.put(new Change.ArrayPut(ready));
      }
    }
  }

  private void failChild(ArrayJob array, int index) {
    var own = pendingOwn(array, index);
    if (own == null && !array.childPending(index)) {
      return;
    }
    var child = (own == null ? Jobs.child(array, index) : own).wishing(array.wish());
    jobs.apply(child, new JobEvent.DependencyEnded(0, false));
  }

  private void drainAll() {
    for (var id : List.copyOf(state.jobs.draining())) {
      var array = state.jobs.array(id);
      while (array != null && array.drain().active() && round.followUpsLeft() > 0) {
        drainNext(array);
        array = state.jobs.array(id);
      }
    }
  }

  private void drainNext(ArrayJob array) {
    var index = array.drain().next();
    while (index < array.size() && !concerns(array, index)) {
      index++;
    }
    round.put(new Change.ArrayPut(array.drained(index + 1)));
    if (index < array.size()) {
      round.followedUp();
      drain(state.jobs.array(array.id()), index);
    }
  }

  private boolean concerns(ArrayJob array, int index) {
    if (array.own().has(index)) {
      var child = state.jobs.job(new JobKey(array.id(), index));
      return child != null && !child.ended();
    }
    return array.childPending(index)
        && (array.drain().broken() != Drain.Broken.NO
            || array.drain().doomed().has(index)
            || array.wish().kind() == Wish.Kind.QUEUE_DELETED
            || (!array.wish().isNone() && !array.childWaits(index)));
  }

  private void drain(ArrayJob array, int index) {
    if (array.childPending(index)) {
      failChild(array, index);
      return;
    }
    var child = state.jobs.job(new JobKey(array.id(), index));
    if (child == null) {
      return;
    }
    if (!(child.state() instanceof JobState.Pending)) {
      wish(child, array.wish());
    } else if (array.drain().broken() != Drain.Broken.NO || array.drain().doomed().has(index)) {
      failChild(array, index);
    } else {
      wish(child, array.wish());
      if (!array.childWaits(index)) {
        readyChild(state.jobs.array(array.id()), index);
      }
    }
  }

  private void wish(Job child, Wish wish) {
    if (wish.kind().compareTo(child.wish().kind()) > 0) {
      jobs.apply(child, new JobEvent.Wished(wish));
    }
  }

  private void sweepAll() {
    for (var queue : List.copyOf(state.sweeps.keySet())) {
      var left = state.sweeps.get(queue);
      while (!left.isEmpty() && round.followUpsLeft() > 0) {
        round.followedUp();
        queueDeleted(left.poll());
      }
      if (left.isEmpty() && state.jobsOf(queue) == 0) {
        round.put(new Change.QueueGone(queue));
      }
    }
  }

  /** The job's queue is gone. */
  void queueDeleted(JobId id) {
    wish(JobKey.whole(id), new Wish(Wish.Kind.QUEUE_DELETED, StatusReasons.QUEUE_DELETED));
  }

  /** A user, or a queue's deletion, wants the end of a job, an array or one child. */
  void wish(JobKey key, Wish wish) {
    var array = state.jobs.array(key.id());
    if (array == null) {
      var job = state.jobs.job(key);
      if (job == null) {
        round.ignore(key, "no such job, or it has ended");
      } else {
        jobs.apply(job, new JobEvent.Wished(wish));
      }
    } else if (!key.isChild()) {
      if (!array.ended()) {
        round.put(new Change.ArrayPut(array.draining(array.drain().wished(wish))));
      }
    } else if (key.index() >= array.size() || array.childEnded(key.index())) {
      round.ignore(key, "no such child, or it has ended");
    } else {
      wishChild(array, key, wish);
    }
  }

  private void wishChild(ArrayJob array, JobKey key, Wish wish) {
    var own = state.jobs.job(key);
    if (own != null) {
      jobs.apply(own, new JobEvent.Wished(wish));
      return;
    }
    var child = Jobs.child(array, key.index());
    jobs.apply(
        child.state() instanceof JobState.Pending ? jobs.adopt(array, child) : child,
        new JobEvent.Wished(wish));
  }
}
