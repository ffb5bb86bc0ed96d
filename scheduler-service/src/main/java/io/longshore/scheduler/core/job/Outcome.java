package io.longshore.scheduler.core.job;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/** What an event does to a job. */
@CheckReturnValue
public sealed interface Outcome {
  /** It is in another state: queue-service is told. */
  record Moved(Job job) implements Outcome {}

  /**
   * Something is noted that nobody sees yet.
   *
   * @param stop why the launch under way is to be stopped, null where it is not
   */
  record Noted(Job job, Stop.@Nullable Cause stop) implements Outcome {}

  /** It does nothing; a late report is not an error. */
  record Ignored(String why) implements Outcome {}
}
