package io.longshore.placement.core.fence;

import java.time.Instant;

/** Where this owner stands with the cluster's fence. Pods are created only while it is open. */
public sealed interface FenceState {

  /** Nothing under way; the next try is due then. */
  record Shut(String why, Instant retryAt) implements FenceState {}

  /** The number in the cluster is being read. */
  record Reading() implements FenceState {}

  /** The number is being raised. */
  record Raising(long to) implements FenceState {}

  /**
   * The number is raised; creates with the one before must be seen refused, and with this one
   * accepted.
   *
   * @param waiting a probe is out
   * @param nextAt when the next probe is due otherwise
   */
  record Proving(long epoch, Instant since, boolean waiting, Instant nextAt, String why)
      implements FenceState {}

  /**
   * Creates under this epoch are ours alone.
   *
   * @param since when earlier epochs were seen refused
   */
  record Open(long epoch, Instant since) implements FenceState {}
}
