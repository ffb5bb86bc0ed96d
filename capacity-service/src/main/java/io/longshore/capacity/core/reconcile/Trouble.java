package io.longshore.capacity.core.reconcile;

import java.time.Instant;

/**
 * What stands in the way of an environment's growth. New settings start anew.
 *
 * @param environmentArn which
 * @param code code of the refused launch that was reported last; empty if none stands
 * @param message its message
 * @param since when it was last said
 * @param neverJoined instances in a row that never joined
 */
public record Trouble(
    String environmentArn, String code, String message, Instant since, int neverJoined) {

  static Trouble none(String environmentArn) {
    return new Trouble(environmentArn, "", "", Instant.EPOCH, 0);
  }

  Trouble refused(LaunchRefusal refusal, Instant at) {
    return new Trouble(environmentArn, refusal.code(), refusal.message(), at, neverJoined);
  }

  Trouble recovered() {
    return new Trouble(environmentArn, "", "", Instant.EPOCH, neverJoined);
  }

  Trouble withNeverJoined(int count, Instant at) {
    return new Trouble(environmentArn, code, message, at, count);
  }

  /** Whether a refused launch stands. */
  public boolean refusing() {
    return !code.isEmpty();
  }
}
