package io.longshore.standalone.chaos;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a job's program wrote about itself, in one write, and synced.
 *
 * @param unit the job's id as the program saw it, {@code uuid} or {@code uuid:index}
 * @param attempt the attempt that it was told to be
 * @param pod the pod's name
 * @param run made anew by each start of the program, so that no two starts look alike
 * @param what what it says
 * @param code of an end, the exit code to come; else 0
 * @param millis the machine's clock
 */
record Line(String unit, int attempt, String pod, String run, What what, int code, long millis) {

  private static final Pattern FORM =
      Pattern.compile(
          "(\\S+) ([0-9]+) (\\S+) ([0-9a-f-]{36}) (start|end|overlap) ([0-9]+) ([0-9]{13})");

  /** What a line says. */
  enum What {
    /** The program begins to work. */
    START,
    /** The program has done its work and exits. */
    END,
    /** The program found that another of the same job runs at this moment. */
    OVERLAP
  }

  /** Reads one; empty where it is not whole. */
  static Optional<Line> parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Line(
            matcher.group(1),
            Integer.parseInt(matcher.group(2)),
            matcher.group(3),
            matcher.group(4),
            What.valueOf(matcher.group(5).toUpperCase(Locale.ROOT)),
            Integer.parseInt(matcher.group(6)),
            Long.parseLong(matcher.group(7))));
  }
}
