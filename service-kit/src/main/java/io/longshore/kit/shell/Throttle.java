package io.longshore.kit.shell;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Lets one through every so often: a complaint that is true for an hour is said now and then. */
public final class Throttle {

  private final long every;
  private final AtomicLong last;

  /** One every {@code every}, the first at once. */
  public Throttle(Duration every) {
    this.every = every.toNanos();
    this.last = new AtomicLong(System.nanoTime() - this.every);
  }

  /** Whether this one goes through. */
  public boolean passes() {
    long now = System.nanoTime();
    long before = last.get();
    return now - before >= every && last.compareAndSet(before, now);
  }
}
