package io.longshore.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dies is started again, later each time, and it is said. */
class SupervisedTest {

  @TempDir Path folder;
  private final List<String> said = new CopyOnWriteArrayList<>();

  @Test
  void isStartedAgainAfterAKill() {
    var supervised = supervised("sleep 64", () -> {}).start();
    supervised.awaitReady(Duration.ofSeconds(10));
    var first = supervised.pid();
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    await().until(() -> supervised.pid() != 0 && supervised.pid() != first);
    assertThat(said).anyMatch(line -> line.startsWith("died (signal 9), next start in 250 ms"));
    supervised.stop(Duration.ofSeconds(5));
    await().untilAsserted(() -> assertThat(said).endsWith("stopped"));
    assertThat(supervised.pid()).isZero();
  }

  @Test
  void waitsLongerAfterEachDeath() {
    var supervised = supervised("exit 3", () -> {}).start();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> said.contains("died (exit code 3), next start in 1000 ms"));
    supervised.stop(Duration.ofSeconds(5));
    assertThat(said)
        .containsSubsequence(
            "died (exit code 3), next start in 250 ms",
            "starting again",
            "died (exit code 3), next start in 500 ms",
            "starting again",
            "died (exit code 3), next start in 1000 ms");
  }

  @Test
  void backoffStartsOverAfterAQuietWhile() {
    var backoff = new Backoff();
    var crash = Duration.ofSeconds(1);
    for (int death = 0; death < 10; death++) {
      assertThat(backoff.after(crash)).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }
    assertThat(backoff.after(crash)).isEqualTo(Duration.ofSeconds(10));
    assertThat(backoff.after(Duration.ofMinutes(1))).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void saysWhatIsNotReadyInTime() {
    var never =
        supervised(
                "sleep 65",
                () -> {
                  throw new IllegalStateException("not yet");
                })
            .start();
    assertThatThrownBy(() -> never.awaitReady(Duration.ofMillis(300)))
        .hasMessageContaining("test was not ready");
    never.stop(Duration.ofSeconds(5));
  }

  @Test
  void isKilledWhereItDoesNotStop() {
    var stubborn =
        supervised("trap '' TERM; touch ready; while :; do sleep 0.1; done", this::ready).start();
    stubborn.awaitReady(Duration.ofSeconds(10));
    stubborn.stop(Duration.ofMillis(300));
    await().untilAsserted(() -> assertThat(stubborn.pid()).isZero());
    assertThat(said).contains("did not stop in 0 s: killed");
  }

  private void ready() throws IOException {
    Files.readAllBytes(folder.resolve("ready"));
  }

  private Supervised supervised(String script, Probe probe) {
    var command =
        new Command(
            "test",
            List.of("sh", "-c", script),
            Map.of("PATH", System.getenv("PATH")),
            folder,
            folder.resolve("log"));
    return new Supervised("test", () -> command, probe, "TERM", (who, what) -> said.add(what));
  }
}
