package io.longshore.simulation.time;

import java.time.Instant;
import java.util.PriorityQueue;

/**
 * The one event queue, ordered by time and then by the order of asking: equal runs ask in equal
 * order, so equal runs are equal.
 */
public final class Agenda {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long NANOS = 1_000_000;

  private record Event(long at, long seq, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(seq, other.seq) : Long.compare(at, other.at);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long now;
  private long seq;
  private long done;

  /** Milliseconds since the beginning. */
  public long now() {
    return now;
  }

  /** The same as a date. */
  public Instant instant() {
    return START.plusMillis(now);
  }

  /** The same as a monotonic clock's nanoseconds. */
  public long nanos() {
    return now * NANOS;
  }

  /** The date of a moment in milliseconds since the beginning. */
  public static Instant date(long millis) {
    return START.plusMillis(millis);
  }

  /** Milliseconds since the beginning of a date. */
  public static long millis(Instant date) {
    return date.toEpochMilli() - START.toEpochMilli();
  }

  /** Does {@code what} after {@code delay} milliseconds. */
  public void in(long delay, Runnable what) {
    events.add(new Event(now + Math.max(0, delay), seq++, what));
  }

  /** Does the next thing; false when there is none. */
  public boolean next() {
    Event event = events.poll();
    if (event == null) {
      return false;
    }
    now = event.at();
    done++;
    event.what().run();
    return true;
  }

  /** Things done so far. */
  public long done() {
    return done;
  }
}
