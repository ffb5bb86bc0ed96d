package io.longshore.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guarded process ends with its guard, and takes along what it started. */
class GuardedTest {

  @TempDir Path folder;

  @Test
  void exitsAsTheCommandDoes() throws Exception {
    try (var process = Guarded.start(shell("echo hello; exit 7"))) {
      assertThat(process.exit().get(10, TimeUnit.SECONDS)).isEqualTo(7);
    }
    assertThat(folder.resolve("log")).hasContent("hello");
  }

  @Test
  void signalReachesTheCommandAlone() throws Exception {
    try (var process = Guarded.start(shell("trap 'exit 9' TERM; sleep 61 & echo ready; wait"))) {
      await().untilAsserted(() -> assertThat(folder.resolve("log")).content().contains("ready"));
      process.signal("TERM");
      assertThat(process.exit().get(10, TimeUnit.SECONDS)).isEqualTo(9);
    }
    awaitGone("sleep\00061");
  }

  @Test
  void closingKillsTheWholeGroup() {
    var process = Guarded.start(shell("sleep 62 & wait"));
    await().untilAsserted(() -> assertThat(running("sleep\00062")).isTrue());
    process.close();
    awaitGone("sleep\00062");
    assertThat(process.exit().join()).isEqualTo(137);
  }

  @Test
  void closingKillsWhatLeftTheGroup() {
    var process = Guarded.start(shell("setsid sleep 63 & wait"));
    await().untilAsserted(() -> assertThat(running("sleep\00063")).isTrue());
    process.close();
    awaitGone("sleep\00063");
  }

  @Test
  void nothingOfOurEnvironmentIsHandedOn() throws Exception {
    try (var process = Guarded.start(shell("env"))) {
      assertThat(process.exit().get(10, TimeUnit.SECONDS)).isZero();
    }
    assertThat(Files.readAllLines(folder.resolve("log")))
        .anyMatch(line -> line.startsWith("PATH="))
        .noneMatch(line -> line.startsWith("HOME="));
  }

  private Command shell(String script) {
    return new Command(
        "test",
        List.of("sh", "-c", script),
        Map.of("PATH", System.getenv("PATH")),
        folder,
        folder.resolve("log"));
  }

  private static void awaitGone(String words) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(running(words)).as(words).isFalse());
  }

  /** Whether a process with this command line runs; words are separated by NUL. */
  private static boolean running(String words) {
    return Processes.running(line -> line.equals(words + "\0")) > 0;
  }
}
