package io.longshore.scheduler.core.job;

import io.longshore.scheduler.core.job.JobState.EndedBy;
import io.longshore.scheduler.core.job.Outcome.Ignored;
import io.longshore.scheduler.core.job.Outcome.Moved;
import io.longshore.scheduler.core.job.Outcome.Noted;
import java.time.Instant;

/**
 * The life of a job as a function. {@code docs/job-states.md} is rendered from it.
 *
 * <p>Rules are AWS Batch's: a PENDING job that is cancelled ends once its dependencies have; what
 * runs is left alone by CancelJob and never retried after TerminateJob; a retried job goes to the
 * front of its queue.
 */
public final class JobLifecycle {
  private JobLifecycle() {}

  public static Outcome on(Job job, JobEvent event, Instant now) {
    return switch (job.state()) {
      case JobState.Submitted _ -> submitted(job, event, now);
      case JobState.Pending p -> pending(job, p, event, now);
      case JobState.Runnable r -> runnable(job, r, event, now);
      case JobState.Starting s -> active(job, s.launch(), event, now);
      case JobState.Running r -> active(job, r.launch(), event, now);
      case JobState.Succeeded _, JobState.Failed _ -> new Ignored("job already ended");
    };
  }

  private static Outcome submitted(Job job, JobEvent event, Instant now) {
    if (!(event instanceof JobEvent.Arrived(var unmet, var dependencyFailed))) {
      return new Ignored("job not looked at yet");
    }
    if (dependencyFailed) {
      return failed(job, StatusReasons.DEPENDENCY_FAILED, EndedBy.DEPENDENCY, now);
    }
    return unmet == 0 ? ready(job, now) : new Moved(job.moved(new JobState.Pending(now, unmet)));
  }

  private static Outcome pending(Job job, JobState.Pending state, JobEvent event, Instant now) {
    return switch (event) {
      case JobEvent.DependencyEnded(var dependency, var well) ->
          dependencyEnded(job, state, dependency, well, now);
      case JobEvent.Wished(var wish) when wish.kind() == Wish.Kind.QUEUE_DELETED ->
          endedByWish(job.wishing(wish), now);
      case JobEvent.Wished(var wish) -> new Noted(job.wishing(wish), null);
      case JobEvent.Arrived _,
          JobEvent.Undispatchable _,
          JobEvent.Dispatched _,
          JobEvent.ContainersRun _,
          JobEvent.TimedOut _,
          JobEvent.Judged _ ->
          new Ignored("job waits for its dependencies");
    };
  }

  private static Outcome dependencyEnded(
      Job job, JobState.Pending state, int dependency, boolean well, Instant now) {
    var bit = 1 << dependency;
    if ((state.unmet() & bit) == 0) {
      return new Ignored("dependency already counted");
    }
    var unmet = state.unmet() & ~bit;
    if (!job.wish().isNone() && (unmet == 0 || !well)) {
      return endedByWish(job, now);
    }
    if (!well) {
      return failed(job, StatusReasons.DEPENDENCY_FAILED, EndedBy.DEPENDENCY, now);
    }
    return unmet == 0
        ? ready(job, now)
        : new Noted(job.noted(new JobState.Pending(state.since(), unmet)), null);
  }

  private static Outcome runnable(Job job, JobState.Runnable state, JobEvent event, Instant now) {
    return switch (event) {
      case JobEvent.Wished(var wish) -> endedByWish(job.wishing(wish), now);
      case JobEvent.Undispatchable(var reason) -> failed(job, reason, EndedBy.ITSELF, now);
      case JobEvent.Dispatched(var launch) ->
          new Moved(
              job.launched(
                  state.nextAttempt(), launch, new JobState.Starting(now, launch, state.since())));
      case JobEvent.Arrived _,
          JobEvent.DependencyEnded _,
          JobEvent.ContainersRun _,
          JobEvent.TimedOut _,
          JobEvent.Judged _ ->
          new Ignored("no launch under way");
    };
  }

  private static Outcome active(Job job, int current, JobEvent event, Instant now) {
    return switch (event) {
      case JobEvent.Wished(var wish) when wish.stops() ->
          new Noted(job.wishing(wish), Stop.Cause.WISH);
      case JobEvent.Wished _ -> new Ignored("job has started: CancelJob leaves it alone");
      case JobEvent.ContainersRun(var launch) when launch == current -> running(job, now);
      case JobEvent.TimedOut(var launch) when launch == current ->
          new Noted(job, Stop.Cause.TIMEOUT);
      case JobEvent.Judged(var launch, var verdict) when launch == current ->
          judged(job, verdict, now);
      case JobEvent.ContainersRun _, JobEvent.TimedOut _, JobEvent.Judged _ ->
          new Ignored("not the current launch");
      case JobEvent.Arrived _,
          JobEvent.DependencyEnded _,
          JobEvent.Undispatchable _,
          JobEvent.Dispatched _ ->
          new Ignored("a launch is under way");
    };
  }

  private static Outcome running(Job job, Instant now) {
    return job.state() instanceof JobState.Starting(var _, var launch, var runnableAt)
        ? new Moved(job.moved(new JobState.Running(now, launch, runnableAt)))
        : new Ignored("already RUNNING");
  }

  private static Outcome judged(Job job, Verdict verdict, Instant now) {
    return switch (verdict) {
      case Verdict.Well _ -> new Moved(job.moved(new JobState.Succeeded(now)));
      case Verdict.Stopped _ -> endedByWish(job, now);
      case Verdict.Misjudged _ ->
          job.wish().stops() ? endedByWish(job, now) : again(job, job.attempt(), now);
      case Verdict.Hopeless(var reason) ->
          job.wish().stops() ? endedByWish(job, now) : failed(job, reason, EndedBy.ITSELF, now);
      case Verdict.Failed(var reason, var containers) -> {
        if (job.wish().stops()) {
          yield endedByWish(job, now);
        }
        yield job.spec().retry().retries(job.attempt(), reason, containers)
            ? again(job, job.attempt() + 1, now)
            : failed(job, reason, EndedBy.ITSELF, now);
      }
    };
  }

  private static Outcome ready(Job job, Instant now) {
    return new Moved(job.moved(new JobState.Runnable(now, 1, false)));
  }

  private static Outcome again(Job job, int attempt, Instant now) {
    return new Moved(job.moved(new JobState.Runnable(now, attempt, true)));
  }

  private static Outcome endedByWish(Job job, Instant now) {
    return failed(job, job.wish().reason(), job.wish().endedBy(), now);
  }

  private static Outcome failed(Job job, String reason, EndedBy by, Instant now) {
    return new Moved(job.moved(new JobState.Failed(now, reason, by)));
  }
}
