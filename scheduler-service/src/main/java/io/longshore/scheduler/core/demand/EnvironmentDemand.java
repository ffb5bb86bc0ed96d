package io.longshore.scheduler.core.demand;

import io.longshore.scheduler.core.fit.EnvironmentArn;
import java.util.List;

/**
 * What an environment wants of capacity-service: a full statement, whole each time.
 *
 * @param environment whose
 * @param registryVersion that it was made from
 * @param minimumVcpus to hold even when idle
 * @param maximumVcpus the environment's maximum
 * @param waiting what waits, in dispatch order, at most 200 groups
 * @param usable instances that are not on their way any more: their nodes have joined
 * @param released to be ended; never used again; listed until TERMINATED
 * @param lost to be ended although launches may be on them; listed until TERMINATED
 */
public record EnvironmentDemand(
    EnvironmentArn environment,
    long registryVersion,
    int minimumVcpus,
    int maximumVcpus,
    List<WaitingGroup> waiting,
    List<String> usable,
    List<String> released,
    List<String> lost) {
  public EnvironmentDemand {
    waiting = List.copyOf(waiting);
    usable = List.copyOf(usable);
    released = List.copyOf(released);
    lost = List.copyOf(lost);
  }
}
