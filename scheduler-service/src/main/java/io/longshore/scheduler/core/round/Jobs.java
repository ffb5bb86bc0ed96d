package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.dag.Drain;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobEvent;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobLifecycle;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.job.Outcome;
import io.longshore.scheduler.core.job.StatusReasons;
import io.longshore.scheduler.core.job.Stop;
import io.longshore.scheduler.core.job.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Moves jobs by events, and carries out what a move entails. */
final class Jobs {
  private final Round round;
  private final News news;

  Jobs(Round round) {
    this.round = round;
    this.news = new News(round);
  }

  /** Something has happened to a job. */
  void apply(Job job, JobEvent event) {
    apply(job, event, null, null, "");
  }

  private void apply(
      Job job,
      JobEvent event,
      @Nullable Launch launch,
      @Nullable String attemptReason,
      String why) {
    switch (JobLifecycle.on(job, event, round.now)) {
      case Outcome.Moved(var next) -> moved(next, launch, attemptReason, why);
      case Outcome.Noted(var next, var stop) -> {
        round.put(new Change.JobPut(next));
        if (stop != null) {
          stop(next, stop);
        }
      }
      case Outcome.Ignored(var because) -> round.ignore(job.key(), because);
    }
  }

  /** A launch was decided: its job is STARTING. */
  void dispatched(Job job, Launch launch) {
    apply(job, new JobEvent.Dispatched(launch.id().number()), launch, null, "");
  }

  /** The launch's containers run. */
  void running(Job job, Launch launch) {
    apply(job, new JobEvent.ContainersRun(launch.id().number()), launch, null, "");
  }

  /** A launch has ended and nothing more is to be waited for. */
  void judge(Launch launch) {
    if (!(launch.state() instanceof LaunchState.Ended(var end, _))) {
      throw new IllegalStateException("not ended: " + launch);
    }
    var job = round.state.jobs.job(launch.id().job());
    round.put(new Change.LaunchGone(launch.id()));
    if (job != null) {
      var verdict = Verdict.of(launch, end);
      var event = new JobEvent.Judged(launch.id().number(), verdict);
      var why = verdict instanceof Verdict.Misjudged(var because) ? because : "";
      apply(job, event, launch, attemptReason(job, verdict), why);
    }
  }

  private static @Nullable String attemptReason(Job job, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Well _ -> "";
      case Verdict.Stopped _ -> job.wish().reason();
      case Verdict.Failed(var reason, _) -> reason;
      case Verdict.Hopeless(var reason) -> reason;
      case Verdict.Misjudged _ -> null;
    };
  }

  private void moved(
      Job next, @Nullable Launch launch, @Nullable String attemptReason, String why) {
    var settled = next.ended() && round.state.jobs.waitingFor(next.key(), 1).isEmpty();
    var job = next.settle(settled);
    round.put(new Change.JobPut(job));
    news.moved(job, launch, attemptReason, why);
    if (job.key().isChild()) {
      childMoved(job);
    } else if (job.ended()) {
      round.put(new Change.PayloadGone(job.key().id()));
    }
  }

  private void stop(Job job, Stop.Cause cause) {
    var launch = round.state.launch(new LaunchId(job.key(), job.activeLaunch()));
    if (launch == null || launch.stop() != null) {
      return;
    }
    var stopping = launch.stopping(new Stop(cause, round.now));
    if (!launch.holdsRoom()) {
      judge(cause == Stop.Cause.WISH ? stopping : launch);
      return;
    }
    round.put(new Change.LaunchPut(stopping));
    var reason = cause == Stop.Cause.TIMEOUT ? StatusReasons.TIMEOUT : job.wish().reason();
    round.send(
        new Outgoing.StopLaunch(
            launch.place().cluster(), launch.id(), reason, round.limits.stopGrace()));
  }

  private void childMoved(Job child) {
    var array = round.state.jobs.array(child.key().id());
    if (array == null) {
      return;
    }
    if (!child.ended()) {
      if (!array.untold()) {
        round.put(new Change.ArrayPut(array.changed()));
      }
      return;
    }
    var index = child.key().index();
    var well = child.state() instanceof JobState.Succeeded;
    array = array.childEnds(index, well, !child.settled());
    array = followingChild(array, index, well);
    round.put(new Change.ArrayPut(array));
    if (array.allEnded()) {
      end(array);
    }
  }

  private ArrayJob followingChild(ArrayJob array, int index, boolean well) {
    if (!array.sequential() || array.drain().broken() != Drain.Broken.NO) {
      return array;
    }
    if (!well) {
      return array.draining(array.drain().breakBy(Drain.Broken.SEQUENCE));
    }
    if (index + 1 >= array.size() || array.childWaits(index + 1)) {
      return array;
    }
    // A child that waits with a life of its own has a wish of its own: the drain carries it out.
    if (!array.wish().isNone() || array.own().has(index + 1)) {
      return array.draining(array.drain().again());
    }
    return array.childPending(index + 1)
        ? array.ready(Bits.of(index + 1), round.now, round.limits.maxWaves())
        : array;
  }

  private void end(ArrayJob array) {
    var state = array.failed().isEmpty() ? new JobState.Succeeded(round.now) : failed(array);
    var key = JobKey.whole(array.id());
    var settled = array.own().isEmpty() && round.state.jobs.waitingFor(key, 1).isEmpty();
    var ended = array.endsAs(state, settled).told(round.now);
    round.put(new Change.ArrayPut(ended));
    round.put(new Change.PayloadGone(array.id()));
    news.progress(ended);
  }

  private JobState failed(ArrayJob array) {
    var by = News.arrayEndedBy(array);
    if (!array.wish().isNone()) {
      return new JobState.Failed(round.now, array.wish().reason(), by);
    }
    var reason =
        array.drain().broken() == Drain.Broken.DEPENDENCY
            ? StatusReasons.DEPENDENCY_FAILED
            : StatusReasons.CHILD_FAILED;
    return new JobState.Failed(round.now, reason, by);
  }

  /** Tells that a job stands where it stood, and why; an array's progress has no words. */
  void note(JobKey key, String why) {
    var job = round.state.jobs.job(key);
    if (job != null && !job.ended()) {
      var told = job.moved(job.state());
      round.put(new Change.JobPut(told));
      news.moved(told, round.state.launchOf(told), null, why);
    }
  }

  /** Tells that a job has failed that was never taken in. */
  void neverTaken(JobKey key, String reason) {
    news.neverTaken(key, reason);
  }

  /** Tells where an array's children stand. */
  void tell(ArrayJob array) {
    var told = array.told(round.now);
    round.put(new Change.ArrayPut(told));
    news.progress(told);
  }

  /** Gives a PENDING child a life of its own, so that a wish can be noted with it. */
  Job adopt(ArrayJob array, Job pending) {
    var child = pending.moved(pending.state());
    round.put(new Change.ArrayPut(array.adopt(Bits.of(child.key().index()))));
    round.put(new Change.JobPut(child));
    news.moved(child, null, null, "");
    return child;
  }

  /** A child that has no life of its own yet, as it stands. */
  static Job child(ArrayJob array, int index) {
    var child =
        Job.submitted(new JobKey(array.id(), index), array.spec(), array.spec().createdAt());
    for (var wave : array.waves()) {
      if (wave.children().has(index)) {
        return child.noted(new JobState.Runnable(wave.since(), 1, false));
      }
    }
    return child.noted(new JobState.Pending(array.state().since(), 1));
  }

  /** A child's wave, for its dispatch. */
  static Job child(ArrayJob array, int index, Instant runnableSince) {
    return Job.submitted(new JobKey(array.id(), index), array.spec(), array.spec().createdAt())
        .noted(new JobState.Runnable(runnableSince, 1, false));
  }
}
