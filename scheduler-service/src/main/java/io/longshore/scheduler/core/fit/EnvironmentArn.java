package io.longshore.scheduler.core.fit;

/** A compute environment's ARN. */
public record EnvironmentArn(String arn) implements Comparable<EnvironmentArn> {
  @Override
  public int compareTo(EnvironmentArn other) {
    return arn.compareTo(other.arn);
  }

  @Override
  public String toString() {
    return arn;
  }
}
