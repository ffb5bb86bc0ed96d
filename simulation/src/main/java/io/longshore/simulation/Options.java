package io.longshore.simulation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What is to be explored.
 *
 * @param minutes stop after so long, 0 for no limit
 * @param single one seed alone, with its whole history where a promise breaks
 */
record Options(
    long from,
    long seeds,
    int jobs,
    double hours,
    double minutes,
    int threads,
    Set<Faults.Kind> faults,
    String commit,
    boolean ci,
    boolean single,
    boolean help) {

  private static final long CI_SEEDS = 1_000_000;
  private static final double CI_MINUTES = 5;

  static final Options DEFAULTS =
      new Options(1, 100, 2_000, 1, 0, 2, Faults.all(), "", false, false, false);

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException on what it does not understand
   */
  static Options parse(String... args) {
    var options = DEFAULTS;
    for (int i = 0; i < args.length; i++) {
      String name = args[i];
      if (name.equals("--help") || name.equals("-h")) {
        return options.with("help", "");
      }
      if (name.equals("--ci")) {
        options = options.with("ci", "");
        continue;
      }
      if (!name.startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("what is '" + name + "'?");
      }
      options = options.with(name.substring(2), args[++i]);
    }
    return options;
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "help" -> copy(from, seeds, jobs, hours, minutes, commit, ci, single, true);
      case "ci" ->
          copy(
              from,
              CI_SEEDS,
              jobs,
              hours,
              minutes > 0 ? minutes : CI_MINUTES,
              commit,
              true,
              single,
              help);
      case "seed" -> copy(number(value), 1, jobs, hours, minutes, commit, ci, true, help);
      case "seeds" -> copy(from, number(value), jobs, hours, minutes, commit, ci, single, help);
      case "from" -> copy(number(value), seeds, jobs, hours, minutes, commit, ci, single, help);
      case "jobs" ->
          copy(from, seeds, (int) number(value), hours, minutes, commit, ci, single, help);
      case "hours" -> copy(from, seeds, jobs, real(value), minutes, commit, ci, single, help);
      case "minutes" -> copy(from, seeds, jobs, hours, real(value), commit, ci, single, help);
      case "commit" -> copy(from, seeds, jobs, hours, minutes, value, ci, single, help);
      case "threads" ->
          new Options(
              from,
              seeds,
              jobs,
              hours,
              minutes,
              (int) number(value),
              faults,
              commit,
              ci,
              single,
              help);
      case "without" -> without(value);
      default -> throw new IllegalArgumentException("no option --" + name);
    };
  }

  private Options without(String kind) {
    var fewer = EnumSet.copyOf(faults);
    fewer.remove(Faults.Kind.valueOf(kind.toUpperCase(Locale.ROOT)));
    return new Options(from, seeds, jobs, hours, minutes, threads, fewer, commit, ci, single, help);
  }

  private Options copy(
      long newFrom,
      long newSeeds,
      int newJobs,
      double newHours,
      double newMinutes,
      String newCommit,
      boolean newCi,
      boolean newSingle,
      boolean newHelp) {
    return new Options(
        newFrom,
        newSeeds,
        newJobs,
        newHours,
        newMinutes,
        threads,
        faults,
        newCommit,
        newCi,
        newSingle,
        newHelp);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number: " + text, e);
    }
  }

  private static double real(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a number: " + text, e);
    }
  }

  /** What a seed comes to with these options. */
  Plan plan(long seed) {
    return new Plan(seed, jobs, (long) (hours * 3_600_000), faults);
  }

  /** The first seed of CI's exploration: the commit's id, folded. */
  long firstOfCommit() {
    long folded = 0xCBF29CE484222325L;
    for (int i = 0; i < commit.length(); i++) {
      folded = (folded ^ commit.charAt(i)) * 0x100000001B3L;
    }
    return Math.floorMod(folded, 1_000_000_000L) + 1_000_000;
  }
}
