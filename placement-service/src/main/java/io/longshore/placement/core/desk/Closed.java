package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ids of launches that are over and cleared away, so that none of them is ever started again. They
 * are trimmed after a while: by then no Start of theirs can still be on its way, because a stream's
 * messages are taken in order and once.
 */
final class Closed {

  private final Map<LaunchId, Instant> at = new HashMap<>();
  private final TreeMap<Instant, TreeSet<LaunchId>> byTime = new TreeMap<>();

  Closed(Map<LaunchId, Instant> stored) {
    stored.forEach(this::add);
  }

  void add(LaunchId id, Instant when) {
    if (at.putIfAbsent(id, when) == null) {
      byTime.computeIfAbsent(when, _ -> new TreeSet<>()).add(id);
    }
  }

  boolean contains(LaunchId id) {
    return at.containsKey(id);
  }

  /** Forgets up to {@code most} of those closed before then. */
  List<LaunchId> trim(Instant before, int most) {
    var trimmed = new ArrayList<LaunchId>();
    while (!byTime.isEmpty() && byTime.firstKey().isBefore(before) && trimmed.size() < most) {
      trimmed.addAll(byTime.pollFirstEntry().getValue());
    }
    trimmed.forEach(at::remove);
    return trimmed;
  }
}
