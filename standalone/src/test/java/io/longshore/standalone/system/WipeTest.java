package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.api.batch.v1.JobStatus;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.stack.DataFolder;
import io.longshore.standalone.stack.Ports;
import io.longshore.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka is transport: it loses all that it holds, and then its topics, and no job notices. */
@Tag("system")
class WipeTest {

  private static final int JOBS = 900;
  private static final Duration PATIENCE = Duration.ofSeconds(240);
  private static final Duration BACK = Duration.ofSeconds(120);

  @TempDir Path folder;

  @Test
  void brokerLosesEverythingAndNoJobIsLost() throws Exception {
    var ledger = Files.createFile(folder.resolve("ledger"));
    var announcer = new Lines();
    try (var data = DataFolder.open(folder.resolve("data"));
        var stack = Stack.start(Bulk.settings(), data, Ports.anyFree(), announcer);
        var api = new Api(stack.endpoints().grpc())) {
      var bulk = new Bulk(api, ledger);
      bulk.prepare();
      var ids = bulk.submit(JOBS);
      awaitLines(ledger, JOBS / 4);
      announcer.say("test", "the broker loses its data");
      stack.wipeBroker(BACK);
      awaitLines(ledger, JOBS / 2);
      announcer.say("test", "its topics are deleted and made anew");
      stack.recreateTopics(BACK);
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(
              () -> assertThat(bulk.count(JobStatus.JOB_STATUS_SUCCEEDED)).isEqualTo(JOBS));
      assertThat(lines(ledger)).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static void awaitLines(Path ledger, int wanted) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(lines(ledger)).hasSizeGreaterThanOrEqualTo(wanted));
  }

  private static List<String> lines(Path ledger) throws IOException {
    return Files.readAllLines(ledger);
  }
}
