package io.longshore.scheduler.core.job;

/**
 * What a user, or a queue's deletion, wants of a job that cannot be ended at once. A stronger wish
 * replaces a weaker one, never the other way.
 *
 * @param kind how strong it is
 * @param reason becomes the statusReason
 */
public record Wish(Kind kind, String reason) {
  /** Nothing is wished. */
  public static final Wish NONE = new Wish(Kind.NONE, "");

  /** From weak to strong. */
  public enum Kind {
    NONE,
    /** End what has not started. */
    CANCEL,
    /** End it whatever it does. */
    TERMINATE,
    /** Its queue is deleted: end it without waiting for its dependencies. */
    QUEUE_DELETED
  }

  public boolean isNone() {
    return kind == Kind.NONE;
  }

  /** Started work is stopped too. */
  public boolean stops() {
    return kind.compareTo(Kind.TERMINATE) >= 0;
  }

  /** The stronger of the two; of equal ones this. */
  public Wish or(Wish other) {
    return other.kind.compareTo(kind) > 0 ? other : this;
  }

  JobState.EndedBy endedBy() {
    return switch (kind) {
      case CANCEL -> JobState.EndedBy.CANCEL;
      case TERMINATE -> JobState.EndedBy.TERMINATE;
      case NONE, QUEUE_DELETED -> JobState.EndedBy.ITSELF;
    };
  }
}
