package io.longshore.standalone.chaos;

import io.longshore.standalone.chaos.Findings.Problem;
import io.longshore.standalone.chaos.Line.What;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run came to.
 *
 * @param jobs acknowledged; an array counts as its children
 * @param attempts starts in the ledger
 * @param faults how many struck, by kind
 * @param recovery of the whole way of a job
 * @param takeovers from the blow at a lease's owner to the next owner, by service
 */
public record Report(
    Settings settings,
    int jobs,
    long attempts,
    Map<String, Integer> faults,
    Recovery recovery,
    Map<String, List<Duration>> takeovers,
    Findings findings) {

  private static final int SHOWN = 20;

  static Report of(
      Settings settings,
      Work work,
      List<Line> ledger,
      List<Hand.Struck> struck,
      Leases leases,
      Findings findings) {
    var faults = new TreeMap<String, Integer>();
    struck.forEach(fault -> faults.merge(fault.kind(), 1, Integer::sum));
    var times = struck.stream().map(one -> new Recovery.Struck(one.kind(), one.millis())).toList();
    return new Report(
        settings,
        work.acknowledged(),
        ledger.stream().filter(line -> line.what() == What.START).count(),
        faults,
        Recovery.of(times, work.probes(), ledger),
        takeovers(struck, leases),
        findings);
  }

  /** Whether everything was as promised. */
  public boolean good() {
    return findings.none();
  }

  /** For people. */
  public void print(PrintStream out) {
    out.printf(
        "%nchaos of seed %d, %d s: %d jobs, %d attempts, %d faults%n%n",
        settings.seed(),
        settings.length().toSeconds(),
        jobs,
        attempts,
        faults.values().stream().mapToInt(Integer::intValue).sum());
    out.println("  fault                      times   a job's whole way again: median, worst");
    faults.forEach(
        (kind, count) ->
            out.printf(
                "  %-26s %5d   %s%n",
                kind, count, times(recovery.times().getOrDefault(kind, List.of()))));
    out.println();
    out.println("  owner killed, paused or restarted: the next owner after");
    takeovers.forEach(
        (service, list) -> out.printf("  %-26s %5d   %s%n", service, list.size(), times(list)));
    out.println();
    for (var problem : Problem.values()) {
      var found = findings.of(problem);
      out.printf("  %5d %s%n", found.size(), problem.word());
      found.stream().limit(SHOWN).forEach(words -> out.println("          " + words));
    }
    out.println(good() ? "Nothing lost, nothing twice." : "Something is off: see above.");
  }

  /** The same for programs. */
  public JsonObject json() {
    var recoveries = new JsonObject();
    recovery.times().forEach((kind, list) -> recoveries.put(kind, figures(list)));
    var owners = new JsonObject();
    takeovers.forEach((service, list) -> owners.put(service, figures(list)));
    var problems = new JsonObject();
    var words = new JsonArray();
    for (var problem : Problem.values()) {
      var found = findings.of(problem);
      problems.put(problem.word(), found.size());
      found.forEach(one -> words.add(problem.word() + ": " + one));
    }
    return new JsonObject()
        .put("seed", settings.seed())
        .put("seconds", settings.length().toSeconds())
        .put("jobs", jobs)
        .put("attempts", attempts)
        .put("faults", new JsonObject(new TreeMap<String, Object>(faults)))
        .put("recovery", recoveries)
        .put("takeover", owners)
        .put("problems", problems)
        .put("words", words);
  }

  private static Map<String, List<Duration>> takeovers(List<Hand.Struck> struck, Leases leases) {
    var takeovers = new TreeMap<String, List<Duration>>();
    for (var fault : struck) {
      fault
          .owner()
          .ifPresent(
              owner ->
                  leases
                      .after(owner.service(), owner.epoch())
                      .ifPresent(
                          next ->
                              takeovers
                                  .computeIfAbsent(owner.service().schema(), _ -> new ArrayList<>())
                                  .add(Duration.ofMillis(next.millis() - fault.millis()))));
    }
    takeovers.values().forEach(list -> list.sort(Comparator.naturalOrder()));
    return takeovers;
  }

  private static JsonObject figures(List<Duration> sorted) {
    return new JsonObject()
        .put("times", sorted.size())
        .put("medianSeconds", seconds(sorted.get(sorted.size() / 2)))
        .put("worstSeconds", seconds(sorted.getLast()));
  }

  private static String times(List<Duration> sorted) {
    if (sorted.isEmpty()) {
      return "not seen";
    }
    return String.format(
        Locale.ROOT,
        "%6.1f s %6.1f s",
        seconds(sorted.get(sorted.size() / 2)),
        seconds(sorted.getLast()));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
