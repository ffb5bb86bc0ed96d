package io.longshore.scheduler.core.job;

import java.time.Instant;

/**
 * A job that goes nowhere because a message about it could not be taken in, until an operator has
 * decided about that message.
 *
 * @param source the message: its stream and number
 * @param job what it was about
 * @param reason why it could not be taken in
 * @param since when it was put aside
 */
public record Hold(String source, JobKey job, String reason, Instant since) {

  /** It concerns the job, or the array that the job is a child of. */
  public boolean covers(JobKey key) {
    return job.equals(key) || (!job.isChild() && job.id().equals(key.id()));
  }
}
