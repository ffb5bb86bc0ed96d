package io.longshore.standalone.chaos;

import io.longshore.standalone.chaos.Order.Program;
import java.util.List;
import java.util.Optional;

/**
 * What the API says of a job in the end.
 *
 * @param status where it stands
 * @param reason why, as far as there is a reason
 * @param attempts those that have ended, the first one first
 */
record Seen(Status status, String reason, List<Attempt> attempts) {

  Seen {
    attempts = List.copyOf(attempts);
  }

  /** Where it stands. */
  enum Status {
    /** Not final. */
    OPEN,
    /** SUCCEEDED. */
    SUCCEEDED,
    /** FAILED. */
    FAILED
  }

  /**
   * An attempt that has ended.
   *
   * @param exit the program's exit code, where there is one
   */
  record Attempt(String reason, Optional<Integer> exit) {

    /** Whether the retry rules allow another attempt after it. */
    boolean retried() {
      return reason.startsWith("Host EC2") || exit.filter(Attempt::rule).isPresent();
    }

    private static boolean rule(int code) {
      return code == Program.RETRIED;
    }
  }
}
