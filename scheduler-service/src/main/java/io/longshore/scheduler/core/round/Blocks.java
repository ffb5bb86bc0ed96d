package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.share.HeldBy;
import io.longshore.scheduler.core.share.Queue;
import io.longshore.scheduler.core.share.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why each queue stopped where it did. A head that found no room is not tried again until room
 * appears that was not there, so a waiting queue costs nothing. Nothing of this is stored: after a
 * takeover every head is tried once.
 */
final class Blocks {
  /** The head that blocks, and why. */
  record Block(Turn head, HeldBy why) {}

  private final Map<QueueArn, Block> blocks = new HashMap<>();
  private final Map<QueueArn, List<Long>> seen = new HashMap<>();

  void put(QueueArn queue, Block block) {
    blocks.put(queue, block);
    seen.remove(queue);
  }

  void clear(QueueArn queue) {
    blocks.remove(queue);
    seen.remove(queue);
  }

  @Nullable Block get(QueueArn queue) {
    return blocks.get(queue);
  }

  /** What the block was decided on. */
  void remember(State state, Queue queue) {
    seen.put(queue.arn(), stamps(state, queue));
  }

  boolean stillNoRoom(State state, Queue queue, Turn head) {
    var block = blocks.get(queue.arn());
    return block != null
        && block.why() == HeldBy.NO_ROOM
        && block.head().equals(head)
        && stamps(state, queue).equals(seen.get(queue.arn()));
  }

  private static List<Long> stamps(State state, Queue queue) {
    var stamps = new ArrayList<Long>();
    stamps.add(queue.version());
    for (var arn : queue.environments()) {
      var environment = state.environments.get(arn);
      stamps.add(environment == null ? -1 : environment.version());
      stamps.add(environment == null ? -1 : state.nodes.stamp(environment.uuid()));
    }
    return stamps;
  }
}
