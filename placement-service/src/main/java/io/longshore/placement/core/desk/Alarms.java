package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** When launches want to be looked at again; each has one alarm, the earliest asked for. */
final class Alarms {

  private final TreeMap<Instant, TreeSet<LaunchId>> due = new TreeMap<>();
  private final Map<LaunchId, Instant> set = new HashMap<>();

  void at(LaunchId launch, Instant when) {
    Instant before = set.get(launch);
    if (before != null && !when.isBefore(before)) {
      return;
    }
    clear(launch);
    set.put(launch, when);
    due.computeIfAbsent(when, _ -> new TreeSet<>()).add(launch);
  }

  void clear(LaunchId launch) {
    Instant before = set.remove(launch);
    if (before != null) {
      TreeSet<LaunchId> there = due.get(before);
      there.remove(launch);
      if (there.isEmpty()) {
        due.remove(before);
      }
    }
  }

  /** Takes those that are due. */
  List<LaunchId> take(Instant now) {
    var taken = new ArrayList<LaunchId>();
    due.headMap(now, true).values().forEach(taken::addAll);
    taken.forEach(this::clear);
    return taken;
  }

  Optional<Instant> next() {
    return due.isEmpty() ? Optional.empty() : Optional.of(due.firstKey());
  }
}
