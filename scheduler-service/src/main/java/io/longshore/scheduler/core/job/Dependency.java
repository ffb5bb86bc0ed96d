package io.longshore.scheduler.core.job;

/** One thing that a job waits for; a job has at most 20. */
public sealed interface Dependency {
  /** Waits for the success of a whole job, or of one child of an array. */
  record OnJob(JobKey job) implements Dependency {}

  /** Child i waits for child i of another array of the same size. */
  record OnTwin(JobId array) implements Dependency {}

  /** Child i waits for child i - 1 of its own array. */
  record OnPrevious() implements Dependency {}
}
