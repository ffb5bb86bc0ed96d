package io.longshore.kit.core;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock that rounds are decided by: the database's, carried on by this process's monotonic
 * clock, and never behind what an earlier round stored, so that a takeover cannot turn time back.
 *
 * @param stored the highest time a committed round was decided at
 * @param database what the database's clock said last
 * @param answeredAt monotonic nanoseconds when that answer arrived
 */
public record RoundClock(Instant stored, Instant database, long answeredAt) {

  /** The time for the next round. */
  public Instant now(long monotonic) {
    Instant clock = database.plus(Duration.ofNanos(Math.max(0, monotonic - answeredAt)));
    return clock.isAfter(stored) ? clock : stored;
  }

  /** The database has answered again. */
  public RoundClock answered(Instant databaseNow, long monotonic) {
    return new RoundClock(stored, databaseNow, monotonic);
  }

  /** A round that was decided at {@code at} is in the database. */
  public RoundClock committed(Instant at) {
    return at.isAfter(stored) ? new RoundClock(at, database, answeredAt) : this;
  }
}
