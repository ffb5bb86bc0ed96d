package io.longshore.capacity.core.reconcile;

import java.util.Optional;

/**
 * How an action went.
 *
 * @param environmentArn whose it was
 * @param action the action
 * @param failure why AWS refused it, empty if it did not
 */
public record ActionResult(String environmentArn, Action action, Optional<Failure> failure) {

  /**
   * A refusal.
   *
   * @param code AWS's error code
   * @param message AWS's message
   * @param passing throttling, a time-out or a fault of AWS's own: the next pass tries again
   */
  public record Failure(String code, String message, boolean passing) {}
}
