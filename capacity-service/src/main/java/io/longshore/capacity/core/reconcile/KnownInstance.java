package io.longshore.capacity.core.reconcile;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * An instance that EC2 has listed. Kept until EC2 lists it no more, so that its end is reported
 * exactly once, however late it is seen.
 *
 * @param id EC2's id
 * @param environmentArn whose it is
 * @param type instance type
 * @param launchedAt when EC2 launched it
 * @param marks what has been said of it
 */
public record KnownInstance(
    String id, String environmentArn, String type, Instant launchedAt, Set<Mark> marks) {

  /** What has been seen or said of an instance; no mark is ever taken back. */
  public enum Mark {
    /** The scheduler counted it usable once. */
    USED,
    /** It was reported as never joined. */
    NEVER_JOINED,
    /** It was reported as wanting to go. */
    WANTS_TO_GO,
    /** It was reported as under an interruption notice. */
    INTERRUPTED,
    /** Its end was reported. */
    ENDED
  }

  /** Copies. */
  public KnownInstance {
    marks = Set.copyOf(marks);
  }

  /** Whether it has {@code mark}. */
  public boolean is(Mark mark) {
    return marks.contains(mark);
  }

  /** This with one mark more. */
  public KnownInstance with(Mark mark) {
    var more = EnumSet.of(mark);
    more.addAll(marks);
    return new KnownInstance(id, environmentArn, type, launchedAt, more);
  }

  /** Whether it will take no new work, whatever the scheduler says. */
  public boolean leaving() {
    return is(Mark.NEVER_JOINED) || is(Mark.WANTS_TO_GO) || is(Mark.INTERRUPTED) || is(Mark.ENDED);
  }
}
