package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.standalone.demo.Api;
import io.longshore.standalone.stack.DataFolder;
import io.longshore.standalone.stack.Ports;
import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of each service and ten thousand jobs: the second takes over when the first is
 * killed, and when it is paused; the paused one, woken, decides nothing, writes nothing that could
 * differ, and starts no pod.
 */
@Tag("system")
class FailoverTest {

  private static final int JOBS = 10_000;
  private static final int INSTANCES = 2;
  private static final Duration GOAL = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** The one that was killed must not win its own lease back. */
  private static final Duration AWAY = Duration.ofSeconds(15);

  /** Long enough for a woken process to try whatever it had in mind. */
  private static final Duration AWAKE = Duration.ofSeconds(10);

  /**
   * What is the same whoever writes it, and needs no lease: an outbox is cut where its receiver has
   * acknowledged, and the output of a container that has ended is kept.
   */
  private static final List<String> FACTS =
      List.of(
          "DELETE queue.kit_outbox",
          "DELETE scheduler.kit_outbox",
          "DELETE capacity.kit_outbox",
          "DELETE placement.kit_outbox",
          "INSERT placement.kept_log");

  private final Lines announcer = new Lines();

  @TempDir Path folder;

  @Test
  void secondTakesOverAndTheFirstIsFenced() throws Exception {
    var ledger = Files.createFile(folder.resolve("ledger"));
    var settings = Bulk.settings().instances(INSTANCES);
    try (var data = DataFolder.open(folder.resolve("data"));
        var stack = Stack.start(settings, data, Ports.anyFree(), announcer);
        var database = stack.connect();
        var api = new Api(stack.endpoints().grpc())) {
      var bulk = new Bulk(api, ledger);
      bulk.prepare();
      assertThat(bulk.submit(JOBS)).hasSize(JOBS);
      awaitMore(ledger, 100);
      for (var service : Service.values()) {
        kill(new Pair(stack, service, database));
        awaitMore(ledger, 20);
      }
      for (var service : Service.values()) {
        stack.instances(service).forEach(process -> process.awaitStarted(1, PATIENCE));
      }
      var audit = Audit.begin(stack);
      try (var epochs = new Epochs(stack.endpoints().kubernetes())) {
        for (var service : Service.values()) {
          fence(new Pair(stack, service, database), audit, epochs, data);
          awaitMore(ledger, 20);
        }
      }
      assertThat(Files.readAllLines(ledger)).doesNotHaveDuplicates();
    }
  }

  private void kill(Pair pair) throws SQLException {
    var before = pair.lease();
    var owner = pair.owner();
    owner.kill(AWAY);
    say(pair, "killed", pair.taken(before));
  }

  private void fence(Pair pair, Audit audit, Epochs epochs, DataFolder data) throws Exception {
    var before = pair.lease();
    var owner = pair.owner();
    var log = data.log(owner.name().replace(pair.service().schema(), pair.service().module()));
    int losses = losses(log);
    await().atMost(PATIENCE).until(() -> !epochs.seen().isEmpty());
    owner.signal("STOP");
    long old = Collections.max(epochs.seen());
    say(pair, "paused", pair.taken(before));
    if (pair.service() == Service.PLACEMENT) {
      await().atMost(PATIENCE).until(() -> epochs.fence() > old);
    }
    int created = epochs.seen().size();
    var woken = audit.now();
    owner.signal("CONT");
    await().atMost(PATIENCE).until(() -> losses(log) > losses);
    await()
        .during(AWAKE)
        .atMost(AWAKE.multipliedBy(2))
        .untilAsserted(() -> assertThat(audit.written(owner.name(), woken)).isSubsetOf(FACTS));
    if (pair.service() == Service.PLACEMENT) {
      assertThat(epochs.seen().stream().skip(created).toList())
          .isNotEmpty()
          .allSatisfy(epoch -> assertThat(epoch).isGreaterThan(old));
    }
    await().atMost(PATIENCE).until(owner::ready);
  }

  private void say(Pair pair, String how, Duration took) {
    announcer.say(
        "test",
        "%s %s: the second had committed a round after %.1f s (goal %d s)"
            .formatted(pair.service().module(), how, took.toMillis() / 1000.0, GOAL.toSeconds()));
    assertThat(took).isLessThan(GOAL.multipliedBy(3));
  }

  private static int losses(Path log) throws IOException {
    return (int)
        Files.readAllLines(log).stream().filter(line -> line.contains("lease lost")).count();
  }

  private static void awaitMore(Path ledger, int more) throws IOException {
    int wanted = Files.readAllLines(ledger).size() + more;
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> assertThat(Files.readAllLines(ledger)).hasSizeGreaterThanOrEqualTo(wanted));
  }
}
