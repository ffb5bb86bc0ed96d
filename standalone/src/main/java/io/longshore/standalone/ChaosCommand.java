package io.longshore.standalone;

import io.longshore.standalone.chaos.Chaos;
import io.longshore.standalone.chaos.Settings;
import io.longshore.standalone.stack.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs steady work under faults on a stack of its own. */
@Command(
    name = "chaos",
    description =
        "Kills, pauses and cuts everything while real jobs run, and proves from their ledger that"
            + " none was lost and none ran twice.",
    mixinStandardHelpOptions = true)
final class ChaosCommand implements Callable<Integer> {

  @Option(
      names = "--minutes",
      defaultValue = "8",
      description = "How long faults strike (${DEFAULT-VALUE}).")
  private long minutes;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What load and faults follow from (${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--settle",
      defaultValue = "5",
      description =
          "Minutes after the last fault when all jobs must have ended (${DEFAULT-VALUE}).")
  private long settle;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where the report goes as JSON; by default report.json beside the state.")
  private @Nullable Path report;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where its state and logs go; cleared first. By default .longshore/chaos.")
  private Path folder = Root.folder().resolve(".longshore/chaos");

  @Override
  public Integer call() throws IOException {
    try (var data = DataFolder.open(Root.named(folder))) {
      var settings =
          new Settings(
              Root.folder(), seed, Duration.ofMinutes(minutes), Duration.ofMinutes(settle));
      var outcome = new Chaos(settings, data, new Console(System.out)).run();
      outcome.print(System.out);
      var file = report == null ? data.path().resolve("report.json") : Root.named(report);
      Files.writeString(file, outcome.json().encodePrettily() + "\n");
      return outcome.good() ? 0 : 1;
    }
  }
}
