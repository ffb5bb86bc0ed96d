package io.longshore.scheduler.core.job;

import java.time.Instant;

/**
 * The life of a single job or of an array child that has one of its own.
 *
 * @param key which
 * @param spec what was asked for
 * @param version counts the changes told to queue-service
 * @param attempt under way or last; 0 before the first
 * @param launches number of the last launch; 0 before the first
 * @param state where it stands
 * @param wish what is wanted of it while it cannot be ended at once
 * @param settled it has ended and everything that waited for that end has been told, so it may
 *     leave memory
 */
public record Job(
    JobKey key,
    JobSpec spec,
    long version,
    int attempt,
    int launches,
    JobState state,
    Wish wish,
    boolean settled) {

  /** As it comes in. */
  public static Job submitted(JobKey key, JobSpec spec, Instant now) {
    return new Job(key, spec, 0, 0, 0, new JobState.Submitted(now), Wish.NONE, false);
  }

  /** The next version, in another state. */
  public Job moved(JobState next) {
    return new Job(key, spec, version + 1, attempt, launches, next, wish, settled);
  }

  /** A launch more, which runs the attempt. */
  public Job launched(int nextAttempt, int launch, JobState next) {
    return new Job(key, spec, version + 1, nextAttempt, launch, next, wish, settled);
  }

  /** In another form of the same state, of which queue-service is not told. */
  public Job noted(JobState same) {
    return new Job(key, spec, version, attempt, launches, same, wish, settled);
  }

  /** With an equal specification. */
  public Job with(JobSpec same) {
    return new Job(key, same, version, attempt, launches, state, wish, settled);
  }

  public Job wishing(Wish stronger) {
    return new Job(key, spec, version, attempt, launches, state, wish.or(stronger), settled);
  }

  public Job settle(boolean isSettled) {
    return new Job(key, spec, version, attempt, launches, state, wish, isSettled);
  }

  public boolean ended() {
    return state.ended();
  }

  /** It may leave memory; its row stays until it is forgotten. */
  public boolean cold() {
    return settled && ended();
  }

  /** Number of the launch under way, 0 where there is none. */
  public int activeLaunch() {
    return switch (state) {
      case JobState.Starting s -> s.launch();
      case JobState.Running r -> r.launch();
      case JobState.Submitted _,
          JobState.Pending _,
          JobState.Runnable _,
          JobState.Succeeded _,
          JobState.Failed _ ->
          0;
    };
  }
}
