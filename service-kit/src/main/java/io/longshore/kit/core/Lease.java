package io.longshore.kit.core;

import java.time.Duration;
import java.time.Instant;

/**
 * A scope's lease row: who may commit. Only the database's clock is compared with {@code until}; a
 * process's own monotonic clock says when to renew and how long it may believe itself the owner
 * without asking.
 *
 * @param epoch rises with every change of owner
 * @param holder the owner's name, empty before the first
 * @param until when it may be taken by another
 */
public record Lease(long epoch, String holder, Instant until) {

  /** How long a lease lasts from the database's now. */
  public static final Duration LENGTH = Duration.ofSeconds(10);

  /** After so long without a proof the owner renews; one missed try still keeps the 3 s promise. */
  public static final Duration RENEW_AFTER = Duration.ofMillis(1_500);

  /** How often the owner looks whether it is time to. */
  public static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** Whether another process may take it at the database's {@code now}. */
  public boolean mayBeTaken(Instant now) {
    return !until.isAfter(now);
  }

  /** Whether the owner of {@code mine} still is the one who may commit. */
  public boolean isOf(long mine) {
    return epoch == mine;
  }

  /**
   * The owner's view between two answers of the database.
   *
   * @param provenAt monotonic nanoseconds at which the last successful compare-and-set was asked
   *     for
   * @param lost the database said that another owner has the scope; a database that does not answer
   *     says nothing
   */
  public record Watch(long provenAt, boolean lost) {

    /** A lease just taken, asked for at {@code askedAt}. */
    public Watch(long askedAt) {
      this(askedAt, false);
    }

    /** Whether it is time to renew. */
    public boolean renewDue(long now) {
      return !lost && now - provenAt >= RENEW_AFTER.toNanos();
    }

    /**
     * Whether nobody else can own the scope yet. False says "unknown", not "lost": the database
     * decides.
     */
    public boolean surelyHeld(long now) {
      return !lost && now - provenAt < LENGTH.toNanos();
    }

    /** A later compare-and-set, asked for at {@code askedAt}, succeeded. */
    public Watch proven(long askedAt) {
      return askedAt - provenAt > 0 ? new Watch(askedAt, lost) : this;
    }

    /** A renewal that was asked for at {@code askedAt} was answered; a lost lease stays lost. */
    public Watch renewed(boolean held, long askedAt) {
      return held ? proven(askedAt) : new Watch(provenAt, true);
    }
  }
}
