package io.longshore.simulation.cluster;

import io.longshore.placement.core.LaunchId;

/** What the launches' programs do. */
public interface Programs {

  /**
   * What a run comes to.
   *
   * @param millis how long it runs; {@link Long#MAX_VALUE} for one that hangs
   */
  record Run(long millis, int exitCode) {}

  /** What this run comes to. */
  Run run(LaunchId launch, int attempt);
}
