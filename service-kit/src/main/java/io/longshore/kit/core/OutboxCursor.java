package io.longshore.kit.core;

/**
 * How far a stream's outbox has been sent and acknowledged; says what goes out next. Rows are sent
 * in order; after a failed send, on takeover, and when nothing was acknowledged for {@link #STALL}
 * they are sent again from the oldest unacknowledged one. A stall first sends that row alone, so
 * that a consumer that is away for an hour does not find the backlog hundreds of times.
 *
 * @param acked everything up to here is in the consumer's database; only this cuts rows
 * @param sent everything up to here was handed to Kafka since the last start over
 * @param probing after a stall: one row is out, the rest waits for an acknowledgement
 * @param progressAt when the oldest unacknowledged row last changed, in monotonic milliseconds
 */
public record OutboxCursor(long acked, long sent, boolean probing, long progressAt) {

  /** Without an acknowledgement for so long, in milliseconds, the oldest row is sent again. */
  public static final long STALL = 10_000;

  /** A new publisher knows only what was cut: it starts behind that. */
  public static OutboxCursor takeover(long acked, long now) {
    return new OutboxCursor(acked, acked, false, now);
  }

  /** The number with which the next row to send begins, or that it contains. */
  public long next() {
    return sent + 1;
  }

  /** Nothing may go out until the probe is acknowledged. */
  public boolean waits() {
    return probing && sent > acked;
  }

  /** A row ending at {@code last} was handed to Kafka and Kafka has it. */
  public OutboxCursor sent(long last, long now) {
    if (last <= sent) {
      return this;
    }
    return new OutboxCursor(acked, last, probing, sent == acked ? now : progressAt);
  }

  /** A send failed: what followed it may be missing too. */
  public OutboxCursor failed(long now) {
    return new OutboxCursor(acked, acked, probing, now);
  }

  /**
   * The consumer has stored everything up to {@code stored}. Older acknowledgements say nothing.
   */
  public OutboxCursor acked(long stored, long now) {
    if (stored <= acked) {
      return this;
    }
    // A probe that was needed says that what followed it may be lost too: go on right behind it.
    long on = probing ? stored : Math.max(sent, stored);
    return new OutboxCursor(stored, on, false, now);
  }

  /** Time passes: starts over when the oldest unacknowledged row makes no progress. */
  public OutboxCursor tick(long now) {
    if (sent > acked && now - progressAt >= STALL) {
      return new OutboxCursor(acked, acked, true, now);
    }
    return this;
  }
}
