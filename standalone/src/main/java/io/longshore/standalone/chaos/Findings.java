package io.longshore.standalone.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is not as promised, by kind, each in words. */
final class Findings {

  /** Kinds of broken promises. */
  enum Problem {
    /** An acknowledged job that is unknown, ended otherwise than it must, or ended without work. */
    LOST,
    /** An attempt whose program started twice, or one that no rule allows. */
    DOUBLED,
    /** Two launches of one job at the same time. */
    OVERLAPPING,
    /** A start before what it waits for had succeeded. */
    EARLY,
    /** A job that does not end though nothing is wrong any more. */
    STUCK,
    /** A call that was refused, or never answered, though it was right. */
    REFUSED,
    /** Input that a service has put aside. */
    QUARANTINED,
    /** A pod or an instance that outlives all work. */
    LEFT,
    /** A kind of fault that a run of this length must have seen, and that never struck. */
    UNTRIED,
    /** A line of the ledger that is not whole: then it is no truth. */
    UNREADABLE;

    /** For people. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Problem, List<String>> found = new EnumMap<>(Problem.class);

  void add(Problem problem, String words) {
    found.computeIfAbsent(problem, _ -> new ArrayList<>()).add(words);
  }

  /** What was found of a kind. */
  List<String> of(Problem problem) {
    return List.copyOf(found.getOrDefault(problem, List.of()));
  }

  /** Whether everything was as promised. */
  boolean none() {
    return found.isEmpty();
  }
}
