package io.longshore.scheduler.core.fit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A compute environment as the scheduler needs it.
 *
 * @param arn which
 * @param version of the registry entry
 * @param uuid what its nodes' label carries
 * @param clusterArn the cluster's ARN or plain name
 * @param namespace where its pods live unless a job names another
 * @param managed its instances are Longshore's; otherwise nodes are brought by their owner
 * @param enabled state ENABLED
 * @param valid its status lets jobs be placed
 * @param minVcpus to hold even when idle
 * @param maxVcpus never to pass by more than an instance
 * @param idleDelay how long its instances stay idle, null for the service's own setting
 * @param deleted it is gone for users and goes for good with its last instance
 */
public record Environment(
    EnvironmentArn arn,
    long version,
    String uuid,
    String clusterArn,
    String namespace,
    boolean managed,
    boolean enabled,
    boolean valid,
    int minVcpus,
    int maxVcpus,
    @Nullable Duration idleDelay,
    boolean deleted) {

  /** Only an instance of it was heard of: it counts as deleted until its settings are. */
  public static Environment unheardOf(EnvironmentArn arn) {
    return new Environment(arn, 0, "gone:" + arn, "", "", true, false, false, 0, 0, null, true);
  }

  /** Its settings are known: versions start at 1. */
  public boolean heardOf() {
    return version > 0;
  }

  /** New launches may go there. */
  public boolean usable() {
    return enabled && valid && !deleted;
  }

  /** vCPUs to hold even when idle. */
  public int heldVcpus() {
    return deleted ? 0 : minVcpus;
  }

  /** The same, marked as deleted by a later registry entry. */
  public Environment delete(long newVersion) {
    return new Environment(
        arn,
        newVersion,
        uuid,
        clusterArn,
        namespace,
        managed,
        false,
        valid,
        minVcpus,
        maxVcpus,
        idleDelay,
        true);
  }
}
