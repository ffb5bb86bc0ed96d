package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.observe.LaunchReport;
import io.longshore.placement.core.pod.Order;
import org.jspecify.annotations.Nullable;

/**
 * A launch as the ledger keeps it until it is closed.
 *
 * @param stop the Stop received, which is irrevocable
 * @param closed the scheduler has stored the end: what is left is to clear away
 * @param last what was last reported
 */
public record Launch(
    Order order,
    LaunchState state,
    @Nullable Stop stop,
    boolean closed,
    @Nullable LaunchReport last) {

  /** A Stop: why, and the seconds between TERM and KILL. */
  public record Stop(String reason, int graceSeconds) {}

  /** A launch that has just been ordered. */
  static Launch ordered(Order order) {
    return new Launch(order, new LaunchState.Waiting(), null, false, null);
  }

  /** Which launch. */
  public LaunchId id() {
    return order.launch();
  }

  boolean ended() {
    return last != null && last.ended();
  }

  Launch at(LaunchState next) {
    boolean templateNeeded =
        next instanceof LaunchState.Waiting || next instanceof LaunchState.Creating;
    return new Launch(templateNeeded ? order : order.withoutTemplate(), next, stop, closed, last);
  }

  Launch withStop(Stop received) {
    return new Launch(order, state, received, closed, last);
  }

  Launch withClosed() {
    return new Launch(order, state, stop, true, last);
  }

  Launch withLast(LaunchReport report) {
    return new Launch(order, state, stop, closed, report);
  }
}
