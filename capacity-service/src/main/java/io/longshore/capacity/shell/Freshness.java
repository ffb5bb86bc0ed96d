package io.longshore.capacity.shell;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** When AWS was last seen whole by this process, for its readiness. */
@Singleton
final class Freshness {

  private volatile long since = System.nanoTime();
  private volatile boolean owned;

  /** This process begins or ceases to look. */
  void owned(boolean now) {
    since = System.nanoTime();
    owned = now;
  }

  /** A look was whole, and instance types are known: something can be decided. */
  void looked() {
    since = System.nanoTime();
  }

  /** Time since the last look, if this process is the one that looks. */
  Optional<Duration> age() {
    return owned ? Optional.of(Duration.ofNanos(System.nanoTime() - since)) : Optional.empty();
  }
}
