package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.explain.Explanation.Awaited;
import io.longshore.scheduler.core.explain.Explanation.Place;
import io.longshore.scheduler.core.explain.Explanation.Position;
import io.longshore.scheduler.core.explain.Explanation.UnderWay;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.JobState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a job is where it is, and what belongs to that; with the job's own facts an explanation. */
record Finding(
    Reason reason,
    String words,
    List<Awaited> waitingFor,
    @Nullable Position position,
    List<Place> places,
    @Nullable UnderWay launch) {

  /** A reason to which nothing more belongs. */
  static Finding of(Reason reason, String words) {
    return new Finding(reason, words, List.of(), null, List.of(), null);
  }

  /** It waits for other jobs. */
  static Finding awaiting(List<Awaited> jobs, String words) {
    return new Finding(Reason.WAITING_FOR_DEPENDENCIES, words, jobs, null, List.of(), null);
  }

  /** It waits in its queue. */
  static Finding queued(Reason reason, String words, Position position, List<Place> places) {
    return new Finding(reason, words, List.of(), position, places, null);
  }

  /** It has a launch. */
  static Finding active(Reason reason, String words, UnderWay launch) {
    return new Finding(reason, words, List.of(), null, List.of(), launch);
  }

  Explanation about(Job job) {
    int attempt =
        job.state() instanceof JobState.Runnable(_, var next, _)
            ? next
            : Math.max(1, job.attempt());
    return about(job.key(), job.state(), attempt, job.spec());
  }

  Explanation about(ArrayJob array) {
    return about(JobKey.whole(array.id()), array.state(), 1, array.spec());
  }

  private Explanation about(JobKey key, JobState state, int attempt, JobSpec spec) {
    return new Explanation(
        key,
        state.name(),
        reason,
        words,
        waitingFor,
        position,
        places,
        launch,
        attempt,
        spec.retry().attempts(),
        spec.createdAt(),
        state.since());
  }
}
