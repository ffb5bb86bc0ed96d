package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.observe.LaunchReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the step under way has come to so far. */
final class Draft {

  final List<DeskStep.Out> reports = new ArrayList<>();
  final List<Action> actions = new ArrayList<>();
  final List<Change> others = new ArrayList<>();

  /** Launches for which something may be due. */
  final Set<LaunchId> touched = new TreeSet<>();

  final Set<LaunchId> added = new TreeSet<>();
  final Set<LaunchId> moved = new TreeSet<>();
  final Map<LaunchId, Instant> closed = new TreeMap<>();

  void report(LaunchReport report) {
    reports.add(new DeskStep.Out.OfLaunch(report));
  }

  /** The changes, one a launch however often it moved. */
  List<Change> changes(Map<LaunchId, Entry> entries) {
    var changes = new ArrayList<Change>();
    for (LaunchId id : added) {
      if (entries.containsKey(id)) {
        changes.add(new Change.Added(entries.get(id).launch));
      }
    }
    for (LaunchId id : moved) {
      if (entries.containsKey(id) && !added.contains(id)) {
        changes.add(new Change.Moved(entries.get(id).launch));
      }
    }
    closed.forEach((id, at) -> changes.add(new Change.Closed(id, at)));
    changes.addAll(others);
    return List.copyOf(changes);
  }

  void clear() {
    reports.clear();
    actions.clear();
    others.clear();
    touched.clear();
    added.clear();
    moved.clear();
    closed.clear();
  }
}
