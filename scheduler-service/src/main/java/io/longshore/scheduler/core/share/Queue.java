package io.longshore.scheduler.core.share;

import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.job.QueueArn;
import java.util.List;

/**
 * A job queue as the scheduler needs it. A DISABLED queue drains: its jobs go on, new ones are
 * refused at the front door.
 *
 * @param arn which
 * @param version of the registry entry
 * @param priority larger first
 * @param environments in their order
 * @param deleted its jobs are being ended; it goes with the last of them
 */
public record Queue(
    QueueArn arn, long version, int priority, List<EnvironmentArn> environments, boolean deleted) {
  public Queue {
    environments = List.copyOf(environments);
  }

  /** The same, marked as deleted by a later registry entry. */
  public Queue delete(long newVersion) {
    return new Queue(arn, newVersion, priority, environments, true);
  }
}
