package io.longshore.scheduler.core.dag;

import io.longshore.scheduler.core.job.JobId;
import java.util.Comparator;

/**
 * A job, or an array as a whole, that waits by one of its dependencies.
 *
 * @param job who waits
 * @param dependency position in its list
 */
public record Waiter(JobId job, int dependency) implements Comparable<Waiter> {
  private static final Comparator<Waiter> ORDER =
      Comparator.comparing(Waiter::job).thenComparingInt(Waiter::dependency);

  @Override
  public int compareTo(Waiter other) {
    return ORDER.compare(this, other);
  }
}
