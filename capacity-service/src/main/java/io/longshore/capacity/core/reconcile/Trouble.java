package io.longshore.capacity.core.reconcile;

import java.time.Instant;

/**
 * What stands in the way of an environment's growth.
 *
 * @param environmentArn which
 * @param registryVersion the settings that it belongs to: newer ones start anew
 * @param code code of the refused launch that was reported last; empty if none stands
 * @param message its message
 * @param since when it was first seen
 * @param neverJoined instances in a row that never joined
 */
public record Trouble(
    String environmentArn,
    long registryVersion,
    String code,
    String message,
    Instant since,
    int neverJoined) {

  static Trouble none(String environmentArn, long registryVersion) {
    return new Trouble(environmentArn, registryVersion, "", "", Instant.EPOCH, 0);
  }

  Trouble refused(LaunchRefusal refusal, Instant at) {
    return new Trouble(
        environmentArn, registryVersion, refusal.code(), refusal.message(), at, neverJoined);
  }

  Trouble recovered() {
    return new Trouble(environmentArn, registryVersion, "", "", Instant.EPOCH, neverJoined);
  }

  Trouble withNeverJoined(int count, Instant at) {
    return new Trouble(environmentArn, registryVersion, code, message, at, count);
  }

  /** Whether a refused launch stands. */
  public boolean refusing() {
    return !code.isEmpty();
  }
}
