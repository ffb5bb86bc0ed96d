package io.longshore.simulation.cluster;

import io.longshore.placement.core.LaunchId;

/** Who looks on at what really happens on machines. */
public interface ClusterWatch {

  /** A launch's container has started. */
  void started(LaunchId launch, int attempt, String machine);

  /** It has stopped, with that exit code. */
  void stopped(LaunchId launch, int exitCode, String machine);

  /** A kubelet had no room for a pod, though nobody else's pod had come. */
  void noRoom(LaunchId launch, String machine);
}
