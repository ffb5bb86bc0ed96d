package io.longshore.capacity.core.reconcile;

/**
 * How an environment stands, for its status.
 *
 * @param environmentArn which
 * @param registryVersion the settings that it was judged by
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
    boolean gone) {}
