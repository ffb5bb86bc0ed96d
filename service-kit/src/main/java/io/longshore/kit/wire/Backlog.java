package io.longshore.kit.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What has arrived and is not yet part of a round, in the order of arrival. */
public final class Backlog {

  private final ArrayDeque<Arrival> queue = new ArrayDeque<>();
  private long bytes;

  /** Adds what was read last. */
  public void add(Arrival arrival) {
    queue.add(arrival);
    bytes += arrival.bytes();
  }

  /**
   * Takes the oldest arrivals: fewer than {@code limit} inputs unless one record alone has more.
   */
  public List<Arrival> take(int limit) {
    var some = new ArrayList<Arrival>();
    int inputs = 0;
    while (!queue.isEmpty() && inputs < limit) {
      Arrival next = queue.remove();
      bytes -= next.bytes();
      inputs += next.inputs();
      some.add(next);
    }
    return some;
  }

  /** Whether nothing waits. */
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** Bytes that wait. */
  public long bytes() {
    return bytes;
  }
}
