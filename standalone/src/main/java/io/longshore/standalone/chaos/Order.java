package io.longshore.standalone.chaos;

import java.util.List;

/**
 * A job to submit.
 *
 * @param token its client token and name: the same submission again is the same job
 * @param size children of an array, 0 for a single job
 * @param sequential whether each child waits for the one before it
 * @param after what it waits for
 * @param program what each of its attempts does
 */
record Order(String token, int size, boolean sequential, List<After> after, Program program) {

  Order {
    after = List.copyOf(after);
  }

  /** A single job. */
  static Order single(String token, Program program, After... after) {
    return new Order(token, 0, false, List.of(after), program);
  }

  /** An array. */
  static Order array(String token, int size, Program program, After... after) {
    return new Order(token, size, false, List.of(after), program);
  }

  /** Jobs, or children of an array, that run. */
  int units() {
    return Math.max(1, size);
  }

  /**
   * A dependency on an earlier order.
   *
   * @param token the earlier order's
   * @param childByChild whether child i waits for child i only (N_TO_N)
   */
  record After(String token, boolean childByChild) {}

  /**
   * What an attempt does: writes that it starts, works, writes that it ends and exits.
   *
   * @param millis how long it works
   * @param succeedsAt the first attempt that exits with 0
   * @param failure exit code of the attempts before
   */
  record Program(int millis, int succeedsAt, int failure) {

    /** Exit code that the retry rules answer with another attempt. */
    static final int RETRIED = 9;

    /** Exit code that the retry rules take for final. */
    static final int FINAL = 3;

    private static final int NEVER = 1_000;

    /** Succeeds. */
    static Program works(int millis) {
      return new Program(millis, 1, FINAL);
    }

    /** Fails once, and is to be tried again. */
    static Program failsOnce(int millis) {
      return new Program(millis, 2, RETRIED);
    }

    /** Fails, and is not to be tried again. */
    static Program fails(int millis) {
      return new Program(millis, NEVER, FINAL);
    }

    /** Whether it succeeds in the end. */
    boolean succeeds() {
      return succeedsAt < NEVER;
    }
  }
}
