package io.longshore.scheduler.core.dag;

import io.longshore.scheduler.core.job.Wish;

/**
 * What is to become of an array's children that have not started. It is decided at once and carried
 * out child by child within the limits of a round.
 *
 * @param wish what a user, or the queue's deletion, wants
 * @param broken why children that wait can never run
 * @param next the child that is looked at next; {@link #DONE} where all have been
 * @param doomed children whose twin had failed before they came: they fail as they are looked at
 */
public record Drain(Wish wish, Broken broken, int next, Bits doomed) {
  public static final int DONE = -1;
  public static final Drain NONE = new Drain(Wish.NONE, Broken.NO, DONE, Bits.NONE);

  /** Why children that wait can never run. */
  public enum Broken {
    NO,
    /** A job that all children depend on has failed. */
    DEPENDENCY,
    /** A child of a SEQUENTIAL array has failed. */
    SEQUENCE
  }

  public boolean active() {
    return next != DONE;
  }

  /** Goes over all children again, with a wish that is at least as strong. */
  public Drain wished(Wish stronger) {
    return new Drain(wish.or(stronger), broken, 0, doomed);
  }

  /** Goes over all children again; the first break stands. */
  public Drain breakBy(Broken why) {
    return new Drain(wish, broken == Broken.NO ? why : broken, 0, doomed);
  }

  /** Goes over all children again. */
  public Drain again() {
    return new Drain(wish, broken, 0, doomed);
  }

  /** These children fail, each in its turn. */
  public Drain dooming(Bits children) {
    return children.isEmpty() ? this : new Drain(wish, broken, 0, children);
  }

  Drain to(int index, int size) {
    return index >= size
        ? new Drain(wish, broken, DONE, Bits.NONE)
        : new Drain(wish, broken, index, doomed);
  }
}
