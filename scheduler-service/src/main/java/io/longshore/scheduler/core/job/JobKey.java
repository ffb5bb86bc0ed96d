package io.longshore.scheduler.core.job;

/**
 * What has a life of its own: a single job, an array's parent or one array child.
 *
 * @param id the job, for a child its parent
 * @param index the child's index, or {@link #WHOLE}
 */
public record JobKey(JobId id, int index) implements Comparable<JobKey> {
  /** Stands for the job itself instead of one of its children. */
  public static final int WHOLE = -1;

  public JobKey {
    if (index < WHOLE) {
      throw new IllegalArgumentException("child indexes start at 0, got " + index);
    }
  }

  /** A single job, or an array's parent. */
  public static JobKey whole(JobId id) {
    return new JobKey(id, WHOLE);
  }

  public boolean isChild() {
    return index != WHOLE;
  }

  @Override
  public int compareTo(JobKey other) {
    var byId = id.compareTo(other.id);
    return byId != 0 ? byId : Integer.compare(index, other.index);
  }

  /** AWS Batch's form: {@code uuid} or {@code uuid:index}. */
  @Override
  public String toString() {
    return isChild() ? id + ":" + index : id.toString();
  }
}
