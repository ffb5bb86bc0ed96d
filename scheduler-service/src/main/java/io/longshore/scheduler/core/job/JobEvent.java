package io.longshore.scheduler.core.job;

/** What can happen to a job. */
public sealed interface JobEvent {
  /**
   * It was submitted.
   *
   * @param unmet bit i: dependency i has not ended
   * @param dependencyFailed one has ended badly
   */
  record Arrived(int unmet, boolean dependencyFailed) implements JobEvent {}

  /** One of its dependencies has ended. */
  record DependencyEnded(int dependency, boolean well) implements JobEvent {}

  /** CancelJob, TerminateJob, or its queue's deletion. */
  record Wished(Wish wish) implements JobEvent {}

  /** Its turn has come and it can never be dispatched. */
  record Undispatchable(String reason) implements JobEvent {}

  /** A launch was decided. */
  record Dispatched(int launch) implements JobEvent {}

  /** The launch's containers run. */
  record ContainersRun(int launch) implements JobEvent {}

  /** The launch has run too long. */
  record TimedOut(int launch) implements JobEvent {}

  /** The launch has ended and was judged. */
  record Judged(int launch, Verdict verdict) implements JobEvent {}
}
