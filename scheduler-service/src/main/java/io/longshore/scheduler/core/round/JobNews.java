package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.job.ContainerStatus;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState.EndedBy;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.Place;
import io.longshore.scheduler.core.job.StateName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of one job, child or array, whole enough to replace what the read model had.
 *
 * @param job which
 * @param version dense for each job, child or array
 * @param state the new one
 * @param attempt under way or last; 0 before the first
 * @param launch under way or last; 0 before the first
 * @param reason AWS Batch's statusReason, empty where it has none
 * @param at when the change was made
 * @param times of the attempt under way or last
 * @param endedBy who ended it, null while nobody has
 * @param where of the launch under way, null where there is none
 * @param containers as last reported
 * @param endedAttempt the attempt that this change ends, null where it ends none
 * @param progress where an array's children stand, null for anything else
 * @param round that made it
 */
public record JobNews(
    JobKey job,
    long version,
    StateName state,
    int attempt,
    int launch,
    String reason,
    Instant at,
    Times times,
    @Nullable EndedBy endedBy,
    @Nullable Whereabouts where,
    List<ContainerStatus> containers,
    @Nullable EndedAttempt endedAttempt,
    @Nullable Progress progress,
    long round) {
  public JobNews {
    containers = List.copyOf(containers);
  }

  /** Null where it has not happened. */
  public record Times(
      @Nullable Instant runnableAt,
      @Nullable Instant dispatchedAt,
      @Nullable Instant startedAt,
      @Nullable Instant stoppedAt) {
    public static final Times NONE = new Times(null, null, null, null);
  }

  /** Where a launch runs. */
  public record Whereabouts(LaunchId launch, Place place, String clusterArn, String namespace) {}

  /** An attempt that is over. */
  public record EndedAttempt(
      int attempt,
      int launch,
      Whereabouts where,
      List<ContainerStatus> containers,
      @Nullable Instant startedAt,
      Instant stoppedAt,
      String reason) {
    public EndedAttempt {
      containers = List.copyOf(containers);
    }
  }

  /**
   * Where an array's children stand.
   *
   * @param counts by state, in {@link StateName}'s order
   * @param pending children that are PENDING and have no life of their own
   * @param runnable likewise RUNNABLE
   */
  public record Progress(List<Integer> counts, Bits pending, Bits runnable) {
    public Progress {
      counts = List.copyOf(counts);
    }
  }
}
