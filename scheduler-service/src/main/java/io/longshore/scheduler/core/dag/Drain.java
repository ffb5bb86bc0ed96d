package io.longshore.scheduler.core.dag;

import io.longshore.scheduler.core.job.Wish;

/**
 * What is to become of an array's children that have not started. It is decided at once and carried
 * out child by child within the limits of a round.
 *
 * @param wish what a user, or the queue's deletion, wants
 * @param broken why children that wait can never run
 * @param next the child that is looked at next; {@link #DONE} where all have been
 */
public record Drain(Wish wish, Broken broken, int next) {
  public static final int DONE = -1;
  public static final Drain NONE = new Drain(Wish.NONE, Broken.NO, DONE);

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
    return new Drain(wish.or(stronger), broken, 0);
  }

  /** Goes over all children again; the first break stands. */
  public Drain breakBy(Broken why) {
    return new Drain(wish, broken == Broken.NO ? why : broken, 0);
  }

  /** Goes over all children again. */
  public Drain again() {
    return new Drain(wish, broken, 0);
  }

  Drain to(int index, int size) {
    return new Drain(wish, broken, index >= size ? DONE : index);
  }
}
