package io.longshore.kit.core;

import java.time.Instant;
import java.util.Optional;

/**
 * Brings one step's commit to a certain end: a commit that failed or was not answered is read back
 * until the database says what became of it, and the same step is committed again under the same id
 * until it stands, the scope is lost, or the database refuses the step itself. What happened goes
 * in, what follows comes out; nothing of the step may leave before {@link Next.Settled}.
 */
public final class Commitment {

  /** How long a database that failed is left alone, in milliseconds. */
  private static final long RETRY_MS = 250;

  /** A step that takes too long so often is refused for good. */
  private static final int TOO_LONG_TRIES = 3;

  private int tries;
  private Failure failure = Failure.PASSING;

  /** What is known of a commit that failed. */
  public enum Failure {
    /** The database, or the way to it, was not well: says nothing about the step. */
    PASSING,
    /** The transaction was cut off because it took too long: may come of the step or of the day. */
    TOO_LONG,
    /** The database refuses this step. */
    REFUSED
  }

  /** What follows. */
  public sealed interface Next {

    /** Commit the step, under the id that it has had from the beginning. */
    record Commit(long afterMs) implements Next {}

    /** Ask the database what became of it. */
    record ReadBack(long afterMs) implements Next {}

    /**
     * It stands: what it says may leave.
     *
     * @param database the database's clock, where the commit itself was answered
     */
    record Settled(Optional<Instant> database) implements Next {}

    /** Another owner has the scope: forget everything. */
    record Lost() implements Next {}

    /** It does not stand and never will. */
    record Refused() implements Next {}
  }

  /** The beginning. */
  public Next begin() {
    return new Next.Commit(0);
  }

  /** The commit was answered, with the database's clock. */
  public Next done(Instant database) {
    return new Next.Settled(Optional.of(database));
  }

  /** The lease's compare-and-set failed. */
  public Next lost() {
    return new Next.Lost();
  }

  /** The commit failed or was not answered. */
  public Next failed(Failure how) {
    tries++;
    failure = how;
    return new Next.ReadBack(0);
  }

  /** The database could not be read either. */
  public Next unread() {
    return new Next.ReadBack(RETRY_MS);
  }

  /** The database says what became of it. */
  public Next read(CommitVerdict verdict) {
    return switch (verdict) {
      case DROP -> new Next.Lost();
      case GO_ON -> new Next.Settled(Optional.empty());
      case AGAIN -> hopeless() ? new Next.Refused() : new Next.Commit(RETRY_MS);
    };
  }

  private boolean hopeless() {
    return switch (failure) {
      case PASSING -> false;
      case TOO_LONG -> tries >= TOO_LONG_TRIES;
      case REFUSED -> true;
    };
  }

  /** How often it has failed. */
  public int failures() {
    return tries;
  }
}
