package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.job.Hold;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.LaunchEnd;
import io.longshore.scheduler.core.job.Wish;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds jobs of which a message could not be taken in, and lets them go as an operator decides. A
 * held job is not dispatched; what is reported of it is taken in, because facts do not wait.
 */
final class Holds {
  private final Round round;
  private final State state;
  private final Jobs jobs;
  private final Launches launches;
  private final FollowUps followUps;

  Holds(Round round, Jobs jobs, Launches launches, FollowUps followUps) {
    this.round = round;
    this.state = round.state;
    this.jobs = jobs;
    this.launches = launches;
    this.followUps = followUps;
  }

  void decide(Input.Operator input) {
    switch (input) {
      case Input.Held(var source, var job, var reason) -> {
        var key = subject(job);
        round.put(new Change.HoldPut(new Hold(source, key, reason, round.now)));
        jobs.note(key, "Held for an operator: " + reason);
      }
      case Input.Released(var source) -> {
        var hold = release(source);
        if (hold != null) {
          jobs.note(hold.job(), "");
        }
      }
      case Input.GivenUp(var source, var job, var reason, var report) -> {
        release(source);
        givenUp(job, "Given up by an operator: " + reason, report);
      }
    }
  }

  /** A child without a life of its own is held with its array. */
  private JobKey subject(JobKey job) {
    return job.isChild() && state.jobs.job(job) == null ? JobKey.whole(job.id()) : job;
  }

  private @Nullable Hold release(String source) {
    var hold = state.holds.get(source);
    if (hold == null) {
      round.ignore(source, "nothing is held for it");
    } else {
      round.put(new Change.HoldGone(source));
    }
    return hold;
  }

  private void givenUp(JobKey job, String reason, Input.@Nullable LaunchEnded report) {
    if (!state.jobs.knows(job.id())) {
      jobs.neverTaken(job, reason);
      return;
    }
    followUps.wish(job, new Wish(Wish.Kind.TERMINATE, reason));
    var launch = report == null ? null : state.launch(report.launch());
    if (launch != null && launch.holdsRoom()) {
      // The end that could not be taken in is an end; nothing else will report it.
      launches.end(launch, bare(report.end()));
    }
  }

  /** Without what may have been the trouble with it. */
  private static LaunchEnd bare(LaunchEnd end) {
    return new LaunchEnd(
        end.evidence(),
        end.startedAt(),
        end.stoppedAt(),
        List.of(),
        end.reason(),
        end.message(),
        end.hostLoss(),
        true);
  }
}
