package io.longshore.scheduler.core.job;

/** A job queue's ARN. */
public record QueueArn(String arn) implements Comparable<QueueArn> {
  @Override
  public int compareTo(QueueArn other) {
    return arn.compareTo(other.arn);
  }

  @Override
  public String toString() {
    return arn;
  }
}
