package io.longshore.standalone.chaos;

import io.longshore.standalone.chaos.Line.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How long after a fault the whole way of a job works again: until the program of the first probe
 * starts that was acknowledged after it. Faults that strike meanwhile count in.
 *
 * @param times by kind of fault, sorted
 */
record Recovery(Map<String, List<Duration>> times) {

  /**
   * A fault that has struck.
   *
   * @param kind as in the report
   * @param millis when
   */
  record Struck(String kind, long millis) {}

  /**
   * A small urgent job.
   *
   * @param unit its id
   * @param acknowledged when the API answered, in epoch milliseconds
   */
  record Probe(String unit, long acknowledged) {}

  /** Measures each fault that a probe followed. */
  static Recovery of(List<Struck> faults, List<Probe> probes, List<Line> ledger) {
    var starts = new HashMap<String, Long>();
    for (var line : ledger) {
      if (line.what() == What.START) {
        starts.putIfAbsent(line.unit(), line.millis());
      }
    }
    var times = new TreeMap<String, List<Duration>>();
    for (var fault : faults) {
      var first = firstStart(fault, probes, starts);
      if (first.isPresent()) {
        times
            .computeIfAbsent(fault.kind(), _ -> new ArrayList<>())
            .add(Duration.ofMillis(first.getAsLong() - fault.millis()));
      }
    }
    times.values().forEach(list -> list.sort(Comparator.naturalOrder()));
    return new Recovery(times);
  }

  /** The middle one; of an even number the longer. */
  Duration median(String kind) {
    var sorted = times.get(kind);
    return sorted.get(sorted.size() / 2);
  }

  /** The longest. */
  Duration worst(String kind) {
    return times.get(kind).getLast();
  }

  private static OptionalLong firstStart(
      Struck fault, List<Probe> probes, Map<String, Long> starts) {
    return probes.stream()
        .filter(probe -> probe.acknowledged() > fault.millis())
        .filter(probe -> starts.containsKey(probe.unit()))
        .mapToLong(probe -> starts.get(probe.unit()))
        .min();
  }
}
