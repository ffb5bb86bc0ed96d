package io.longshore.standalone.world.node;

import org.jspecify.annotations.Nullable;

/**
 * A machine that may become a node.
 *
 * @param name the node's name, which is the machine's host name
 * @param instanceId EC2's id; null for a machine that somebody brought along
 * @param ip its address
 * @param region its region
 * @param zone its availability zone
 * @param hardware what it has
 */
public record MachineSpec(
    String name,
    @Nullable String instanceId,
    String ip,
    String region,
    String zone,
    Hardware hardware) {

  /**
   * What a machine of an instance type has.
   *
   * @param type the type's name
   * @param vcpus whole vCPUs
   * @param memoryMib nominal memory, of which the kernel keeps some
   * @param gpus whole GPUs
   * @param architecture as Kubernetes names it
   * @param maxPods as the type's network interfaces allow
   */
  public record Hardware(
      String type, int vcpus, long memoryMib, int gpus, String architecture, int maxPods) {}
}
