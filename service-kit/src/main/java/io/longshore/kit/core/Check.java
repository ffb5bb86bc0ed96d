package io.longshore.kit.core;

import com.google.errorprone.annotations.FormatMethod;

/** Assertions that stay on in production: a failure is a bug of ours, never a fact from outside. */
public final class Check {

  private Check() {}

  /** Throws {@link BrokenInvariant} with the formatted message unless {@code condition} holds. */
  @FormatMethod
  public static void that(boolean condition, String format, Object... args) {
    if (!condition) {
      throw new BrokenInvariant(String.format(format, args));
    }
  }

  /**
   * An invariant of ours does not hold: the step is dropped and its inputs are tried one by one.
   */
  public static final class BrokenInvariant extends RuntimeException {
    BrokenInvariant(String message) {
      super(message);
    }
  }
}
