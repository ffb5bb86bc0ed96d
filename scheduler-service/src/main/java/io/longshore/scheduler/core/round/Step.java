package io.longshore.scheduler.core.round;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a round came to.
 *
 * @param changes the last one of each key, to be stored in one transaction
 * @param messages in order, to be sent after it
 * @param wakeAt when the next round is due even if nothing arrives, null for never
 * @param summary for logs and metrics
 */
public record Step(
    List<Change> changes, List<Outgoing> messages, @Nullable Instant wakeAt, Summary summary) {
  public Step {
    changes = List.copyOf(changes);
    messages = List.copyOf(messages);
  }

  /**
   * How much a round did.
   *
   * @param inputs taken
   * @param dispatched launches decided
   * @param followUps jobs ended, woken or stopped because of another's end or of a wish
   * @param limited it stopped at a limit and goes on in the next round
   * @param ignored why inputs did nothing
   * @param refused why an operator's word did nothing
   */
  public record Summary(
      int inputs,
      int dispatched,
      int followUps,
      boolean limited,
      List<String> ignored,
      List<String> refused) {
    public Summary {
      ignored = List.copyOf(ignored);
      refused = List.copyOf(refused);
    }
  }
}
