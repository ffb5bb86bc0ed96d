package io.longshore.standalone;

import io.longshore.standalone.demo.DemoRun;
import io.longshore.standalone.stack.DataFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the demonstration on a stack of its own. */
@Command(
    name = "demo",
    description =
        "Runs a real pipeline on a stack of its own, and proves from what was recorded that all"
            + " went as promised.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where its state and logs go; cleared first. By default .longshore/demo.")
  private Path folder = Root.folder().resolve(".longshore/demo");

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long all of it may take; longer is off (${DEFAULT-VALUE}).")
  private long within;

  @Override
  public Integer call() throws IOException {
    try (var data = DataFolder.open(Root.named(folder))) {
      var console = new Console(System.out);
      var limit = Duration.ofSeconds(within);
      return new DemoRun(Root.folder(), data, limit, System.out, console).run() ? 0 : 1;
    }
  }
}
