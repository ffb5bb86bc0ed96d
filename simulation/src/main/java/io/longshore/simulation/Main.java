package io.longshore.simulation;

import java.util.Locale;

/** {@code ./longshore sim}. */
public final class Main {

  private static final String HELP =
      """
      Usage: ./longshore sim [options]
      Runs the four services' cores on a virtual clock, with faults, and checks the promises.

        --seeds N      seeds to explore (100)
        --from N       the first of them (1)
        --seed N       this one alone, and its history where a promise breaks
        --jobs N       attempts of each at the least (2000)
        --hours H      virtual hours until faults stop and all must come to rest (1)
        --minutes M    stop exploring after so long (no limit; 5 with --ci)
        --ci           what CI sees: seeds.txt, then seeds made from the commit's id
        --commit ID    the commit's id for --ci (the checkout's)
        --threads N    runs side by side (2)
        --without KIND leave a kind of faults out (KAFKA, DATABASE, PROCESS, API, NODE, POD, CLOUD,
                       SPOT); more than once for more
        --help         this

      Exit code 1 says that a promise broke: its seed, its name and what led there are printed, and
      --seed with the same --jobs and --hours replays it exactly.
      """;

  private Main() {}

  /** Explores as the arguments say. */
  public static void main(String[] args) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("longshore sim: " + e.getMessage());
      System.err.println("See ./longshore sim --help");
      System.exit(2);
      return;
    }
    if (options.help()) {
      System.out.print(HELP);
      return;
    }
    System.exit(new Explorer(options, System.out).explore() ? 0 : 1);
  }
}
