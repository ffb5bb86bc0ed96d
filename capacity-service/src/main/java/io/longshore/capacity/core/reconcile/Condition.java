package io.longshore.capacity.core.reconcile;

/**
 * How an environment stands, for its status.
 *
 * @param environmentArn which
 * @param registryVersion the settings that it was judged by; 0: no settings could be judged yet
 * @param valid capacity can be had as the environment describes it
 * @param reason why not, in AWS Batch's manner; empty where valid
 * @param desiredVcpus vCPUs that exist or were asked for
 * @param gone a deleted environment has nothing left
 */
public record Condition(
    String environmentArn,
    long registryVersion,
    boolean valid,
    String reason,
    int desiredVcpus,
    boolean gone) {

  /** Of an environment whose settings could not be judged yet, and {@code why}. */
  static Condition unjudged(String environmentArn, String why, int desiredVcpus) {
    return new Condition(environmentArn, 0, false, why, desiredVcpus, false);
  }

  /** Whether it says how settings were judged. */
  boolean judged() {
    return registryVersion > 0;
  }
}
