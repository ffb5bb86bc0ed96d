package io.longshore.standalone.world.control;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time from a range, such as {@code 3s..8s}, {@code 500ms} or {@code 2m}.
 *
 * @param from shortest, in milliseconds
 * @param to longest, in milliseconds
 */
public record MillisRange(long from, long to) {

  private static final Pattern TIME = Pattern.compile("(\\d+)(ms|s|m|h)");

  /** Refuses an empty range. */
  public MillisRange {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no range of times: " + from + ".." + to);
    }
  }

  /** Reads a time or a range of two. */
  public static MillisRange parse(String text) {
    int dots = text.indexOf("..");
    return dots < 0
        ? new MillisRange(millis(text), millis(text))
        : new MillisRange(millis(text.substring(0, dots)), millis(text.substring(dots + 2)));
  }

  /** Reads one time, in milliseconds. */
  public static long millis(String text) {
    Matcher match = TIME.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException("no time: " + text + " (like 500ms, 3s, 2m)");
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> amount;
      case "s" -> 1_000 * amount;
      case "m" -> 60_000 * amount;
      default -> 3_600_000 * amount;
    };
  }

  /** Any time of the range. */
  public long any() {
    return ThreadLocalRandom.current().nextLong(from, to + 1);
  }
}
