package io.longshore.scheduler.core.job;

/**
 * One try to run an attempt. Numbers are never reused, so an id names at most one pod.
 *
 * @param job whose try it is
 * @param number from 1
 */
public record LaunchId(JobKey job, int number) implements Comparable<LaunchId> {
  public LaunchId {
    if (number < 1) {
      throw new IllegalArgumentException("launch numbers start at 1, got " + number);
    }
  }

  /** The pod's name, which placement-service derives in the same way. */
  public String podName() {
    return "lsh-" + job.id() + (job.isChild() ? "-" + job.index() : "") + "-" + number;
  }

  @Override
  public int compareTo(LaunchId other) {
    var byJob = job.compareTo(other.job);
    return byJob != 0 ? byJob : Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return job + "/" + number;
  }
}
