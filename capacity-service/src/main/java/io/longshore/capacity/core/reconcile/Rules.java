package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.choose.Reserve;
import io.longshore.capacity.core.launch.LaunchSettings;
import java.time.Duration;

/**
 * This installation's rules.
 *
 * @param launch how instances join their clusters
 * @param reserve what of an instance is not there for batch pods
 * @param times how long to wait for things
 * @param neverJoinedLimit instances in a row that never join before the environment is invalid
 * @param endsPerPass instances that one environment's pass ends at most
 * @param drainOnRebalance whether a rebalance recommendation makes an instance want to go
 */
public record Rules(
    LaunchSettings launch,
    Reserve reserve,
    Times times,
    int neverJoinedLimit,
    int endsPerPass,
    boolean drainOnRebalance) {

  /**
   * How long to wait.
   *
   * @param join for a node to be counted usable, from its instance's launch
   * @param missing before an instance that a look did not show counts as unknown to EC2
   * @param shortage before a group that was refused for want of capacity is preferred again, and
   *     before a refusal that goes on is said again
   * @param retry before an environment that its settings made invalid is tried again
   * @param notice from a Spot interruption notice to EC2's act
   */
  public record Times(
      Duration join, Duration missing, Duration shortage, Duration retry, Duration notice) {}
}
