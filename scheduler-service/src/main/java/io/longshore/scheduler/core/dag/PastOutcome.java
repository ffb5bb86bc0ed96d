package io.longshore.scheduler.core.dag;

/**
 * The end of a job that has left memory, fetched by the shell for a new job that depends on it.
 *
 * @param succeeded the job as a whole
 * @param children children that SUCCEEDED; empty where it is no array
 */
public record PastOutcome(boolean succeeded, Bits children) {
  /** Nobody knows the job any longer: nothing may run on its account. */
  public static final PastOutcome FORGOTTEN = new PastOutcome(false, Bits.NONE);

  /** The end of one child. */
  public boolean childSucceeded(int index) {
    return children.has(index);
  }
}
