package io.longshore.scheduler.core.job;

import java.time.Instant;

/** How far a launch is. */
public sealed interface LaunchState {
  /** Sent; placement-service has not reported it. */
  record Sent() implements LaunchState {}

  /** Its pod exists, its containers do not all run. */
  record Starting() implements LaunchState {}

  /**
   * All its containers run.
   *
   * @param heardAt when the scheduler learned it: timeouts run from here
   * @param startedAt when they started, as the cluster says
   */
  record Running(Instant heardAt, Instant startedAt) implements LaunchState {}

  /** Its pod is gone and nothing proves how it ended: not an end. */
  record Vanished(Instant since) implements LaunchState {}

  /**
   * It has ended and its room is free. The judgement waits for the host's word.
   *
   * @param judgeAt when to judge at the latest
   */
  record Ended(LaunchEnd end, Instant judgeAt) implements LaunchState {}
}
