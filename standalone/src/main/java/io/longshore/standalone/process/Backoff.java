package io.longshore.standalone.process;

import java.time.Duration;

/**
 * How long to wait before the next start: doubles with each death, and starts over after a quiet
 * while.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LAST = Duration.ofSeconds(10);
  private static final Duration QUIET = Duration.ofSeconds(30);

  private Duration next = FIRST;

  /**
   * The wait after a death.
   *
   * @param lived how long the process had been running
   */
  Duration after(Duration lived) {
    if (lived.compareTo(QUIET) >= 0) {
      next = FIRST;
    }
    var wait = next;
    next = wait.multipliedBy(2).compareTo(LAST) < 0 ? wait.multipliedBy(2) : LAST;
    return wait;
  }
}
