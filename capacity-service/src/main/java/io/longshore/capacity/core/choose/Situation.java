package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.capacity.core.InstanceType;
import java.util.List;
import java.util.Set;

/**
 * One environment as it stands, for planning its growth.
 *
 * @param waiting what waits, in dispatch order
 * @param coming instances on their way: they exist and are not counted usable yet
 * @param open requests that no instance has filled yet
 * @param existingVcpus vCPUs of all instances that exist, those that are ending included
 * @param holdingVcpus vCPUs of those that are not to go
 * @param limits what to stay within
 * @param shortGroups keys of groups whose last launch was refused for want of capacity
 */
public record Situation(
    List<Waiting> waiting,
    List<InstanceType> coming,
    List<Open> open,
    int existingVcpus,
    int holdingVcpus,
    Limits limits,
    Set<String> shortGroups) {

  /** Instances that a group was asked for and has not launched. */
  public record Open(TypeGroup group, int instances) {}

  /**
   * The environment's bounds.
   *
   * @param minimumVcpus to hold even when idle
   * @param maximumVcpus passed by at most one instance
   */
  public record Limits(int minimumVcpus, int maximumVcpus) {}

  /** Copies. */
  public Situation {
    waiting = List.copyOf(waiting);
    coming = List.copyOf(coming);
    open = List.copyOf(open);
    shortGroups = Set.copyOf(shortGroups);
  }
}
