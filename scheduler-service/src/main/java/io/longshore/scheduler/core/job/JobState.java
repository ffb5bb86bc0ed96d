package io.longshore.scheduler.core.job;

import java.time.Instant;

/** Where a job stands, in AWS Batch's words. What a state knows is in its fields. */
public sealed interface JobState {
  /** When it came to this state. */
  Instant since();

  /** Accepted, not yet looked at; never stored. */
  record Submitted(Instant since) implements JobState {}

  /**
   * Waits for dependencies.
   *
   * @param unmet bit i: dependency i of the job has not ended
   */
  record Pending(Instant since, int unmet) implements JobState {}

  /**
   * May run as soon as there is room.
   *
   * @param nextAttempt the attempt that its next launch runs; the same as before where the last
   *     launch ended by Longshore's own misjudgement
   * @param front it ran before and goes to the front of its queue
   */
  record Runnable(Instant since, int nextAttempt, boolean front) implements JobState {}

  /** A launch is under way. */
  record Starting(Instant since, int launch, Instant runnableAt) implements JobState {}

  /** The launch's containers run. */
  record Running(Instant since, int launch, Instant runnableAt) implements JobState {}

  /** Ended well. */
  record Succeeded(Instant since) implements JobState {}

  /**
   * Ended badly.
   *
   * @param reason AWS Batch's statusReason
   * @param by whose doing it was
   */
  record Failed(Instant since, String reason, EndedBy by) implements JobState {}

  /** Who ended a job that FAILED. */
  enum EndedBy {
    /** What it ran, its timeout, its host, its specification or its queue's deletion. */
    ITSELF,
    /** A job that it depended on, or a child. */
    DEPENDENCY,
    /** CancelJob. */
    CANCEL,
    /** TerminateJob. */
    TERMINATE
  }

  /** No event moves it any more. */
  default boolean ended() {
    return switch (this) {
      case Succeeded _, Failed _ -> true;
      case Submitted _, Pending _, Runnable _, Starting _, Running _ -> false;
    };
  }

  /** The state's bare name. */
  default StateName name() {
    return switch (this) {
      case Submitted _ -> StateName.SUBMITTED;
      case Pending _ -> StateName.PENDING;
      case Runnable _ -> StateName.RUNNABLE;
      case Starting _ -> StateName.STARTING;
      case Running _ -> StateName.RUNNING;
      case Succeeded _ -> StateName.SUCCEEDED;
      case Failed _ -> StateName.FAILED;
    };
  }
}
