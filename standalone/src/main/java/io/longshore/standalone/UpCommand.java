package io.longshore.standalone;

import io.longshore.standalone.stack.DataFolder;
import io.longshore.standalone.stack.Ports;
import io.longshore.standalone.stack.Stack;
import io.longshore.standalone.stack.StackSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the stack and stays until it is interrupted. */
@Command(
    name = "up",
    description = "Starts the embedded stack and stays until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Option(
      names = "--fresh",
      description = "Clears what earlier runs left: jobs, queues, environments, logs.")
  private boolean fresh;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where its state is kept; by default .longshore of the checkout.")
  private Path folder = Root.folder().resolve(".longshore");

  @Override
  public Integer call() {
    var console = new Console(System.out);
    try (var data = DataFolder.open(Root.named(folder))) {
      if (fresh) {
        data.clear();
      }
      var ports =
          Ports.usual(
              (listener, port) ->
                  console.say(
                      "stack",
                      "port %d is taken: %s has %d"
                          .formatted(listener.usual(), Names.of(listener), port)));
      var ended = new CountDownLatch(1);
      var main = Thread.currentThread();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(main, ended)));
      try (var stack = Stack.start(StackSettings.plain(Root.folder()), data, ports, console)) {
        Welcome.print(System.out, stack.endpoints(), data.path());
        stay();
        console.say("stack", "stopping");
      } finally {
        ended.countDown();
      }
      return 0;
    }
  }

  private static void stay() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // The one way out: the JVM was told to end.
    }
  }

  /** Runs when the JVM was told to end: lets the stack stop in good order first. */
  private static void end(Thread main, CountDownLatch ended) {
    main.interrupt();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
