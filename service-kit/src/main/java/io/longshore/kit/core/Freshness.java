package io.longshore.kit.core;

import java.time.Duration;

/**
 * Whether timers may fire. A time-out is a statement about what did not arrive, so it needs the
 * proof that everything that had arrived was read: the ends of all inputs, asked for not long ago,
 * have been reached. After a takeover, a pause of the process or an absence of Kafka there is no
 * such proof until the backlog is read.
 *
 * @param provenAt monotonic nanoseconds at which the ends were asked for that were last reached
 * @param proven whether there was such a moment in this ownership
 */
public record Freshness(long provenAt, boolean proven) {

  /** How old the proof may be. */
  public static final Duration LIMIT = Duration.ofSeconds(5);

  /** At the start of an ownership. */
  public static final Freshness NONE = new Freshness(0, false);

  /** The ends that were asked for at {@code askedAt} have been read to. */
  public Freshness reached(long askedAt) {
    return new Freshness(askedAt, true);
  }

  /** Whether a timer may fire at {@code now}, in monotonic nanoseconds. */
  public boolean timersMayFire(long now) {
    return proven && now - provenAt <= LIMIT.toNanos();
  }
}
