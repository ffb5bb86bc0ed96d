package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeTable;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Slot;
import io.longshore.scheduler.core.share.QueueTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.SortedMap;

/**
 * What demand and release are decided on.
 *
 * @param queues with what waits in them
 * @param environments by ARN
 * @param nodes with their free room
 * @param instances below the managed ones
 * @param supplies what capacity-service has said
 */
public record World(
    QueueTable queues,
    SortedMap<EnvironmentArn, Environment> environments,
    NodeTable nodes,
    Instances instances,
    SortedMap<EnvironmentArn, Supply> supplies) {

  public Supply supply(EnvironmentArn environment) {
    return supplies.getOrDefault(environment, Supply.unheard(environment));
  }

  /** An instance's vCPUs in millis: what EC2 says, or its node's rounded up. */
  public long vcpuMillis(Instance instance) {
    if (instance.capacity() != null) {
      return instance.capacity().vcpuMillis();
    }
    return nodes.ofInstance(instance.id()).stream()
        .map(nodes::get)
        .filter(Objects::nonNull)
        .map(Slot::node)
        .map(node -> node.capacity().vcpuMillis())
        .map(millis -> (millis + 999) / 1000 * 1000)
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  /** Nothing holds room on the instance. */
  public boolean idle(Instance instance) {
    return nodes.ofInstance(instance.id()).stream()
        .map(nodes::get)
        .allMatch(slot -> slot == null || slot.idle());
  }

  /** Since when. */
  public Instant idleSince(Instance instance) {
    return nodes.ofInstance(instance.id()).stream()
        .map(nodes::get)
        .filter(Objects::nonNull)
        .map(Slot::idleSince)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  /** A shape asks for no more than the environment may ever have. */
  public static boolean withinMaximum(Environment environment, Resources requests) {
    return requests.vcpuMillis() <= environment.maxVcpus() * 1000L;
  }
}
