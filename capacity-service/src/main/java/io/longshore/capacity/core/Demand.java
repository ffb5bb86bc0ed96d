package io.longshore.capacity.core;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * The scheduler's newest statement about one environment.
 *
 * @param environmentArn the environment
 * @param registryVersion the settings that it was made from
 * @param minimumVcpus to hold even when idle
 * @param maximumVcpus the environment's maximum
 * @param waiting what waits, in dispatch order
 * @param usable instances whose nodes are counted usable
 * @param released instances to end
 * @param lost instances to end although launches may be on them
 * @param at when it was made
 */
public record Demand(
    String environmentArn,
    long registryVersion,
    int minimumVcpus,
    int maximumVcpus,
    List<Waiting> waiting,
    Set<String> usable,
    Set<String> released,
    Set<String> lost,
    Instant at) {

  /** Equal launches that wait for room. */
  public record Waiting(Shape shape, long count) {}

  /** Copies. */
  public Demand {
    waiting = List.copyOf(waiting);
    usable = Set.copyOf(usable);
    released = Set.copyOf(released);
    lost = Set.copyOf(lost);
  }

  /** Whether the scheduler has given the instance up: it may be ended, and is used no more. */
  public boolean givenUp(String instanceId) {
    return released.contains(instanceId) || lost.contains(instanceId);
  }
}
