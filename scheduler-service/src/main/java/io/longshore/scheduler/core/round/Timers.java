package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.job.LaunchId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When to look again at what. Timers follow from the aggregates: each one's replay sets or clears
 * its own, and a timer that has fired is gone until then.
 */
final class Timers {
  /** Whose timer it is. */
  sealed interface Subject {
    /** A running launch's timeout, or an ended one's judgement. */
    record OfLaunch(LaunchId launch) implements Subject {}

    /** The end of a node's pause, or its loss. */
    record OfNode(NodeUid node) implements Subject {}

    /** A terminated instance's last day. */
    record OfInstance(String instance) implements Subject {}
  }

  private final Map<Subject, Instant> times = new HashMap<>();
  private final TreeMap<Instant, TreeMap<String, Subject>> due = new TreeMap<>();

  void set(Subject subject, @Nullable Instant at) {
    var old = times.remove(subject);
    if (old != null) {
      var sameTime = due.get(old);
      if (sameTime != null && sameTime.remove(subject.toString()) != null && sameTime.isEmpty()) {
        due.remove(old);
      }
    }
    if (at != null) {
      times.put(subject, at);
      due.computeIfAbsent(at, _ -> new TreeMap<>()).put(subject.toString(), subject);
    }
  }

  /** Takes what is due, earliest first and at most so many. */
  List<Subject> fire(Instant now, int most) {
    var fired = new ArrayList<Subject>();
    while (fired.size() < most && isDue(now)) {
      var first = due.firstEntry().getValue().firstEntry().getValue();
      set(first, null);
      fired.add(first);
    }
    return fired;
  }

  boolean isDue(Instant now) {
    return !due.isEmpty() && !due.firstKey().isAfter(now);
  }

  @Nullable Instant next() {
    return due.isEmpty() ? null : due.firstKey();
  }
}
