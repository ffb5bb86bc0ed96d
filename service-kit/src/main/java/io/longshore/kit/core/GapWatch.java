package io.longshore.kit.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which streams wait at a gap, and for how long. */
public final class GapWatch {

  private final Map<StreamId, Gap> gaps = new HashMap<>();

  /** A stream that waits for message {@code expected} since {@code since}. */
  public record Gap(StreamId stream, long expected, long since) {}

  /** The stream has a gap; the first sight of it counts. */
  public void gap(StreamId stream, long expected, long now) {
    gaps.merge(
        stream,
        new Gap(stream, expected, now),
        (old, fresh) -> old.expected() == fresh.expected() ? old : fresh);
  }

  /** The stream goes on, or stands still for another reason. */
  public void closed(StreamId stream) {
    gaps.remove(stream);
  }

  /** The gaps that have lasted {@code after} milliseconds, in the order of their streams. */
  public List<Gap> alarms(long now, long after) {
    return gaps.values().stream()
        .filter(gap -> now - gap.since() >= after)
        .sorted((a, b) -> a.stream().compareTo(b.stream()))
        .toList();
  }
}
