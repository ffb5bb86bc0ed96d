package io.longshore.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;

/** Times, ARNs and maps as people read them. Zero is AWS's other way to say unset. */
final class Human {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Surroundings world;

  Human(Surroundings world) {
    this.world = world;
  }

  /** How long ago, such as {@code 5m}; empty where unset. */
  String age(long epochMillis) {
    return epochMillis == 0 ? "" : length(epochMillis, world.clock().millis());
  }

  /** Date, time and age; empty where unset. */
  String moment(long epochMillis) {
    return epochMillis == 0
        ? ""
        : MOMENT.format(Instant.ofEpochMilli(epochMillis).atZone(world.zone()))
            + " ("
            + age(epochMillis)
            + " ago)";
  }

  /** From a start to an end, or to now where it goes on; empty where it has not started. */
  String span(long from, long until) {
    return from == 0 ? "" : length(from, until == 0 ? world.clock().millis() : until);
  }

  private static String length(long from, long until) {
    return length(Duration.ofMillis(Math.max(0, until - from)));
  }

  /**
   * The two largest units that count: {@code 0.4s}, {@code 42s}, {@code 3m20s}, {@code 5h}, {@code
   * 2d4h}.
   */
  static String length(Duration time) {
    if (time.toMillis() < 1000) {
      return time.toMillis() / 100 / 10.0 + "s";
    }
    if (time.toMinutes() < 1) {
      return time.toSeconds() + "s";
    }
    if (time.toHours() < 1) {
      return time.toMinutes() + "m" + part(time.toSecondsPart(), "s");
    }
    if (time.toDays() < 1) {
      return time.toHours() + "h" + part(time.toMinutesPart(), "m");
    }
    return time.toDays() + "d" + part(time.toHoursPart(), "h");
  }

  private static String part(int amount, String unit) {
    return amount == 0 ? "" : amount + unit;
  }

  /** A user's text that can neither break the line nor drive the terminal. */
  static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  /** What stands behind the last slash of an ARN; a plain name as it is. */
  static String shortName(String arn) {
    return arn.startsWith("arn:") ? arn.substring(arn.lastIndexOf('/') + 1) : arn;
  }

  /** {@code a=1, b=2}, by key. */
  static String pairs(Map<String, ?> map) {
    return map.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
