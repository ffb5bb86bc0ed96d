package io.longshore.standalone.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something that can be asked for. */
public final class Wait {

  private static final Duration PAUSE = Duration.ofMillis(100);

  private Wait() {}

  /**
   * Asks again and again.
   *
   * @param what for the message where it does not come
   * @param standing what to say then of how things stand
   * @throws IllegalStateException where it does not come in time
   */
  public static void until(
      String what, Duration patience, BooleanSupplier condition, Supplier<String> standing) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "waited " + patience.toSeconds() + " s in vain for " + what + "; " + standing.get());
      }
      pause(PAUSE);
    }
  }

  /** Does nothing for a while. */
  public static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
