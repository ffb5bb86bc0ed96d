package io.longshore.simulation.promise;

import io.longshore.placement.core.LaunchId;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.round.Change;
import java.time.Instant;
import java.util.List;

/**
 * Promise 6: what is reserved on a node never exceeds what was known of it at dispatch, and a node
 * that shrank takes nothing new. A kubelet that has no room though nobody else came says the same.
 */
public final class RoomRespected extends Promise {

  private final Mirror mirror;

  /** By what the scheduler committed. */
  public RoomRespected(Mirror mirror) {
    super("promise 6, room is respected");
    this.mirror = mirror;
  }

  @Override
  public void committed(List<Change> changes, Instant now) {
    for (Change change : changes) {
      if (change instanceof Change.LaunchPut(var launch)
          && launch.state() instanceof LaunchState.Sent
          && launch.stop() == null) {
        String uid = launch.place().node().uid();
        var node = mirror.nodes.get(uid);
        var reserved = mirror.reserved.get(uid);
        if (node == null || reserved == null || !reserved.fitsIn(node.capacity())) {
          throw broken(
              launch.id() + " goes to " + uid + " where " + reserved + " is taken of " + node,
              launch.id(),
              uid);
        }
      }
    }
  }

  @Override
  public void noRoom(LaunchId launch, String machine) {
    throw broken(machine + " has no room for " + launch, launch, machine);
  }
}
