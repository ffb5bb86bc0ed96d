package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.job.ContainerStatus;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.JobState.EndedBy;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.job.StateName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words what queue-service is told of a job. */
final class News {
  private final Round round;

  News(Round round) {
    this.round = round;
  }

  /**
   * A job or child has moved.
   *
   * @param launch the one under way or just judged, null where there is none
   * @param attemptReason the statusReason of the attempt that this ends, null where it ends none
   * @param why what a job without a statusReason of its own shows, empty for nothing
   */
  void moved(Job job, @Nullable Launch launch, @Nullable String attemptReason, String why) {
    var ended = attemptReason == null || launch == null ? null : ended(launch, attemptReason);
    round.send(
        new Outgoing.JobMoved(
            new JobNews(
                job.key(),
                job.version(),
                job.state().name(),
                job.attempt(),
                job.launches(),
                job.state() instanceof JobState.Failed f ? f.reason() : why,
                round.now,
                times(job, launch),
                job.state() instanceof JobState.Failed f ? f.by() : null,
                launch == null || job.activeLaunch() == 0 ? null : where(launch),
                launch == null ? List.of() : containers(launch),
                ended,
                null,
                round.number)));
  }

  /** A job has failed that is in no row: its submission was given up. */
  void neverTaken(JobKey key, String reason) {
    round.send(
        new Outgoing.JobMoved(
            new JobNews(
                key,
                1,
                StateName.FAILED,
                0,
                0,
                reason,
                round.now,
                new JobNews.Times(null, null, null, round.now),
                EndedBy.ITSELF,
                null,
                List.of(),
                null,
                null,
                round.number)));
  }

  /** Where an array's children stand, or how it has ended. */
  void progress(ArrayJob array) {
    round.send(
        new Outgoing.JobMoved(
            new JobNews(
                JobKey.whole(array.id()),
                array.version(),
                array.state().name(),
                0,
                0,
                array.state() instanceof JobState.Failed f ? f.reason() : "",
                round.now,
                new JobNews.Times(null, null, null, array.ended() ? array.state().since() : null),
                array.state() instanceof JobState.Failed f ? f.by() : null,
                null,
                List.of(),
                null,
                new JobNews.Progress(counts(array), array.pending(), array.runnable()),
                round.number)));
  }

  private JobNews.EndedAttempt ended(Launch launch, String reason) {
    var stoppedAt = launch.state() instanceof LaunchState.Ended e ? e.end().stoppedAt() : round.now;
    return new JobNews.EndedAttempt(
        launch.attempt(),
        launch.id().number(),
        where(launch),
        containers(launch),
        launch.startedAt(),
        stoppedAt,
        reason);
  }

  private static List<ContainerStatus> containers(Launch launch) {
    return launch.state() instanceof LaunchState.Ended e && !e.end().containers().isEmpty()
        ? e.end().containers()
        : launch.containers();
  }

  private JobNews.Times times(Job job, @Nullable Launch launch) {
    var runnableAt =
        switch (job.state()) {
          case JobState.Runnable r -> r.since();
          case JobState.Starting s -> s.runnableAt();
          case JobState.Running r -> r.runnableAt();
          case JobState.Submitted _, JobState.Pending _, JobState.Succeeded _, JobState.Failed _ ->
              null;
        };
    if (launch == null) {
      return new JobNews.Times(runnableAt, null, null, job.ended() ? job.state().since() : null);
    }
    if (job.state() instanceof JobState.Runnable) {
      return new JobNews.Times(runnableAt, null, null, null);
    }
    return new JobNews.Times(
        runnableAt, launch.dispatchedAt(), launch.startedAt(), stoppedAt(job, launch));
  }

  private static @Nullable Instant stoppedAt(Job job, Launch launch) {
    if (!job.ended()) {
      return null;
    }
    return launch.state() instanceof LaunchState.Ended e
        ? e.end().stoppedAt()
        : job.state().since();
  }

  private JobNews.Whereabouts where(Launch launch) {
    var environment = round.state.environments.get(launch.place().environment());
    var namespace = launch.pod().namespace();
    if (namespace.isEmpty() && environment != null) {
      namespace = environment.namespace();
    }
    return new JobNews.Whereabouts(
        launch.id(),
        launch.place(),
        environment == null ? "" : environment.clusterArn(),
        namespace);
  }

  private List<Integer> counts(ArrayJob array) {
    var counts = new int[StateName.values().length];
    counts[StateName.PENDING.ordinal()] = array.pending().count();
    counts[StateName.RUNNABLE.ordinal()] = array.runnable().count();
    counts[StateName.SUCCEEDED.ordinal()] = array.succeeded().count();
    counts[StateName.FAILED.ordinal()] = array.failed().count();
    array
        .own()
        .each(
            index -> {
              var child = round.state.jobs.job(new JobKey(array.id(), index));
              if (child != null && !child.ended()) {
                counts[child.state().name().ordinal()]++;
              }
            });
    var list = new ArrayList<Integer>(counts.length);
    for (var count : counts) {
      list.add(count);
    }
    return list;
  }

  /** Whose doing an array's end was. */
  static EndedBy arrayEndedBy(ArrayJob array) {
    return switch (array.wish().kind()) {
      case CANCEL -> EndedBy.CANCEL;
      case TERMINATE -> EndedBy.TERMINATE;
      case QUEUE_DELETED -> EndedBy.ITSELF;
      case NONE -> EndedBy.DEPENDENCY;
    };
  }
}
