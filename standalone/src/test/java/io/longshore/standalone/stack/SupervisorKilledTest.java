package io.longshore.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.standalone.process.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor's death, even by SIGKILL, is the end of all that it started. */
class SupervisorKilledTest {

  private static final Duration START = Duration.ofSeconds(90);
  private static final Duration PROMISED = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void nothingIsLeftTenSecondsAfterAKill() throws Exception {
    var words = new JavaCommand(64).main(Supervisor.class.getName(), folder.toString());
    var supervisor =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      await().atMost(START).untilAsserted(() -> assertThat(said()).contains("up"));
      // Supervisor, broker and server, the latter two with guards.
      assertThat(Processes.of(folder)).hasSizeGreaterThan(4);
    } finally {
      assertThat(supervisor.destroyForcibly().waitFor()).isNotZero();
    }
    await().atMost(PROMISED).untilAsserted(() -> assertThat(Processes.of(folder)).isEmpty());
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("out"));
  }

  /** Starts broker and database and stays. */
  static final class Supervisor {
    private Supervisor() {}

    public static void main(String[] arguments) throws InterruptedException {
      var data = DataFolder.open(Path.of(arguments[0], "data"));
      var ports = Ports.anyFree();
      var broker = new Broker(data, ports, (who, what) -> System.out.println(who + " " + what));
      var database = new Database(data, ports, (who, what) -> System.out.println(who + " " + what));
      broker.process().start();
      database.process().start();
      broker.process().awaitReady(START);
      database.process().awaitReady(START);
      System.out.println("up");
      Thread.sleep(Duration.ofMinutes(5));
    }
  }
}
