package io.longshore.scheduler.core.job;

import java.time.Instant;

/**
 * A Stop that was sent for a launch.
 *
 * @param cause why
 * @param at when
 */
public record Stop(Cause cause, Instant at) {
  /** Why a launch is stopped. */
  public enum Cause {
    /** The job's wish: TerminateJob or its queue's deletion. */
    WISH,
    /** The attempt ran too long. */
    TIMEOUT
  }
}
