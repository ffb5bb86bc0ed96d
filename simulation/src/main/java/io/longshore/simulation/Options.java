package io.longshore.simulation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What is to be explored, as the arguments say. */
final class Options {

  private static final long CI_SEEDS = 1_000_000;
  private static final double CI_MINUTES = 5;

  private final Set<Faults.Kind> faults = EnumSet.copyOf(Faults.all());
  private long from = 1;
  private long seeds = 100;
  private int jobs = 2_000;
  private double hours = 1;
  private double minutes;
  private int threads = 2;
  private String commit = "";
  private boolean ci;
  private boolean single;
  private boolean help;

  private Options() {}

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException on what it does not understand
   */
  static Options parse(String... args) {
    var options = new Options();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--help", "-h" -> options.help = true;
        case "--ci" -> options.ci = true;
        default -> {
          if (!args[i].startsWith("--") || i + 1 == args.length) {
            throw new IllegalArgumentException("what is '" + args[i] + "'?");
          }
          options.set(args[i].substring(2), args[++i]);
        }
      }
    }
    if (options.ci) {
      options.seeds = CI_SEEDS;
      options.minutes = options.minutes > 0 ? options.minutes : CI_MINUTES;
    }
    return options;
  }

  private void set(String name, String value) {
    switch (name) {
      case "seed" -> {
        from = number(value);
        seeds = 1;
        single = true;
      }
      case "seeds" -> seeds = number(value);
      case "from" -> from = number(value);
      case "jobs" -> jobs = Math.toIntExact(number(value));
      case "hours" -> hours = real(value);
      case "minutes" -> minutes = real(value);
      case "commit" -> commit = value;
      case "threads" -> threads = Math.toIntExact(number(value));
      case "without" -> faults.remove(Faults.Kind.valueOf(value.toUpperCase(Locale.ROOT)));
      default -> throw new IllegalArgumentException("no option --" + name);
    }
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

  long from() {
    return from;
  }

  long seeds() {
    return seeds;
  }

  /** Stop exploring after so many, 0 for no limit. */
  double minutes() {
    return minutes;
  }

  int threads() {
    return threads;
  }

  /** What CI sees. */
  boolean ci() {
    return ci;
  }

  /** One seed alone. */
  boolean single() {
    return single;
  }

  boolean help() {
    return help;
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
