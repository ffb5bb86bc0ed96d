package io.longshore.placement.core.pod;

import io.longshore.placement.core.LaunchId;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler ordered for a launch.
 *
 * @param attempt which attempt it runs, from 1
 * @param node where
 * @param environmentArn the environment that the node belongs to
 * @param queueArn the job's queue
 * @param jobName the job's name
 * @param arraySize size of the array, 0 where the job is none
 * @param nodeCount nodes of a multi-node job, 0 where it is none
 * @param template what the pod looks like; null once the pod exists, to save memory
 */
public record Order(
    LaunchId launch,
    int attempt,
    Place node,
    String environmentArn,
    String queueArn,
    String jobName,
    int arraySize,
    int nodeCount,
    @Nullable PodTemplate template) {

  /**
   * A node by all its names.
   *
   * @param name the node's name, which may be used again
   * @param uid the node object's UID
   * @param instanceId the EC2 instance, empty on unmanaged nodes
   */
  public record Place(String name, String uid, String instanceId) {

    /** Whether the node is one that Longshore's capacity launched. */
    public boolean managed() {
      return !instanceId.isEmpty();
    }
  }

  /** The order once its pod exists. */
  public Order withoutTemplate() {
    return template == null
        ? this
        : new Order(
            launch, attempt, node, environmentArn, queueArn, jobName, arraySize, nodeCount, null);
  }
}
