package io.longshore.standalone.chaos;

import io.longshore.standalone.chaos.Findings.Problem;
import io.longshore.standalone.chaos.Line.What;
import io.longshore.standalone.chaos.Seen.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Compares what was acknowledged with what the API says in the end, and both with the ledger, which
 * is the truth: its order is the order in which things happened.
 */
final class Checker {

  /** Attempts that the retry strategy allows. */
  static final int ATTEMPTS = 10;

  private static final Seen NOTHING = new Seen(Status.OPEN, "", List.of());

  private final Map<String, Seen> seen;
  private final Map<String, List<Entry>> lines = new TreeMap<>();
  private final Map<String, Integer> succeeded = new HashMap<>();
  private final Findings findings = new Findings();

  /** A line with its place in the ledger. */
  private record Entry(int place, Line line) {}

  private Checker(Map<String, Seen> seen, List<Line> ledger) {
    this.seen = seen;
    for (int place = 0; place < ledger.size(); place++) {
      var line = ledger.get(place);
      lines.computeIfAbsent(line.unit(), _ -> new ArrayList<>()).add(new Entry(place, line));
      if (line.what() == What.END && line.code() == 0) {
        succeeded.putIfAbsent(line.unit(), place);
      }
    }
  }

  /**
   * Everything that is not as promised.
   *
   * @param seen what the API says, by id
   */
  static Findings check(List<Unit> units, Map<String, Seen> seen, List<Line> ledger) {
    var checker = new Checker(seen, ledger);
    var known = new HashSet<String>();
    for (var unit : units) {
      known.add(unit.id());
      checker.outcome(unit);
      if (unit.parent()) {
        checker.whole(unit);
      }
      checker.launches(unit);
    }
    checker.lines.keySet().stream()
        .filter(id -> !known.contains(id))
        .forEach(id -> checker.find(Problem.DOUBLED, id + " ran, and nobody was told of it"));
    return checker.findings;
  }

  private void outcome(Unit unit) {
    var known = seen.get(unit.id());
    if (known == null) {
      find(Problem.LOST, unit.id() + " was acknowledged and is unknown");
      return;
    }
    switch (known.status()) {
      case OPEN -> find(Problem.STUCK, unit.id() + " has not ended: " + known.reason());
      case SUCCEEDED -> success(unit);
      case FAILED -> failure(unit, known);
    }
  }

  /** An array ends as its children did: FAILED where one of them has, else SUCCEEDED. */
  private void whole(Unit unit) {
    var known = seen.get(unit.id());
    if (known == null || known.status() == Status.OPEN) {
      return;
    }
    var children = unit.children().stream().map(id -> seen.getOrDefault(id, NOTHING)).toList();
    if (children.stream().anyMatch(child -> child.status() == Status.OPEN)) {
      find(Problem.LOST, unit.id() + " has ended before its children");
      return;
    }
    var due =
        children.stream().anyMatch(child -> child.status() == Status.FAILED)
            ? Status.FAILED
            : Status.SUCCEEDED;
    if (known.status() != due) {
      find(
          Problem.LOST,
          "%s is %s and its children make it %s: %s"
              .formatted(unit.id(), known.status(), due, known.reason()));
    }
  }

  private void success(Unit unit) {
    if (!unit.succeeds()) {
      find(Problem.LOST, unit.id() + " has SUCCEEDED and must not");
    } else if (!unit.parent() && !succeeded.containsKey(unit.id())) {
      find(Problem.LOST, unit.id() + " has SUCCEEDED without its work");
    }
  }

  private void failure(Unit unit, Seen known) {
    boolean exhausted =
        known.attempts().size() == ATTEMPTS
            && known.attempts().stream().allMatch(Seen.Attempt::retried);
    if (unit.succeeds() && !exhausted && !unit.parent()) {
      find(Problem.LOST, unit.id() + " has FAILED and must not: " + known.reason());
    } else if (!unit.succeeds() && unit.runs() && !unit.parent() && !ended(unit, exhausted)) {
      find(Problem.LOST, unit.id() + " has FAILED without its work: " + known.reason());
    }
  }

  private boolean ended(Unit unit, boolean exhausted) {
    return exhausted
        || lines.getOrDefault(unit.id(), List.of()).stream()
            .anyMatch(
                entry ->
                    entry.line().what() == What.END
                        && entry.line().code() == unit.program().failure());
  }

  private void launches(Unit unit) {
    var own = lines.getOrDefault(unit.id(), List.of());
    var starts = own.stream().filter(entry -> entry.line().what() == What.START).toList();
    own.stream()
        .filter(entry -> entry.line().what() == What.OVERLAP)
        .forEach(
            entry ->
                find(
                    Problem.OVERLAPPING, entry.line().pod() + " found another of its job running"));
    if (!starts.isEmpty() && (unit.parent() || !unit.runs())) {
      find(Problem.EARLY, unit.id() + " ran, and must not");
    }
    for (var start : starts) {
      inTime(unit, start);
    }
    for (int i = 1; i < starts.size(); i++) {
      following(unit, own, starts.get(i - 1), starts.get(i));
    }
  }

  private void inTime(Unit unit, Entry start) {
    for (var need : unit.needs()) {
      var end = succeeded.get(need);
      if (end == null || end > start.place()) {
        find(Problem.EARLY, start.line().pod() + " started before the end of " + need);
      }
    }
    if (start.line().attempt() > ATTEMPTS) {
      find(Problem.DOUBLED, start.line().pod() + " is attempt " + start.line().attempt());
    }
  }

  /** Two starts of one job in a row. */
  private void following(Unit unit, List<Entry> own, Entry one, Entry next) {
    boolean overlap =
        own.stream()
            .filter(entry -> entry.line().what() == What.END)
            .anyMatch(
                end -> end.line().run().equals(one.line().run()) && end.place() > next.place());
    if (overlap) {
      find(
          Problem.OVERLAPPING,
          next.line().pod() + " started before the end of " + one.line().pod());
    }
    if (next.line().attempt() <= one.line().attempt()) {
      find(
          Problem.DOUBLED,
          "attempt %d of %s started as %s and as %s"
              .formatted(next.line().attempt(), unit.id(), one.line().pod(), next.line().pod()));
      return;
    }
    var attempts = Objects.requireNonNullElse(seen.get(unit.id()), NOTHING).attempts();
    for (int attempt = one.line().attempt(); attempt < next.line().attempt(); attempt++) {
      if (attempt > attempts.size() || !attempts.get(attempt - 1).retried()) {
        find(
            Problem.DOUBLED,
            next.line().pod() + " followed attempt " + attempt + ", which no rule retries");
      }
    }
  }

  private void find(Problem problem, String words) {
    findings.add(problem, words);
  }
}
