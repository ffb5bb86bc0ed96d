package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.api.batch.v1.JobStatus;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.DataFolder;
import io.longshore.standalone.stack.Ports;
import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two thousand jobs of a second each write a line as they start, durably, while each service in
 * turn is killed without warning: in the end there is each line, and each once.
 */
@Tag("system")
class KillTest {

  private static final int JOBS = 2_000;
  private static final int LEAST_UNFINISHED = 300;
  private static final Duration RECOVERY = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void everyJobRunsExactlyOnceThoughEveryServiceIsKilled() throws Exception {
    var ledger = Files.createFile(folder.resolve("ledger"));
    var announcer = new Lines();
    try (var data = DataFolder.open(folder.resolve("data"));
        var stack = Stack.start(Bulk.settings(), data, Ports.anyFree(), announcer);
        var api = new Api(stack.endpoints().grpc())) {
      var bulk = new Bulk(api, ledger);
      bulk.prepare();
      var ids = bulk.submit(JOBS);
      assertThat(ids).doesNotHaveDuplicates().hasSize(JOBS);
      int spacing = (JOBS - LEAST_UNFINISHED) / (Service.values().length + 1);
      int goal = spacing;
      for (var service : Service.values()) {
        bulk.awaitLines(goal);
        int unfinished = JOBS - bulk.lines().size();
        announcer.say("test", "kill " + service.module() + ", unfinished " + unfinished);
        assertThat(unfinished).isGreaterThanOrEqualTo(LEAST_UNFINISHED);
        kill(stack.service(service));
        goal += spacing;
      }
      bulk.awaitSucceeded(JOBS);
      assertThat(bulk.count(JobStatus.JOB_STATUS_FAILED)).isZero();
      assertThat(bulk.lines()).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static void kill(Supervised service) {
    int starts = service.starts();
    assertThat(ProcessHandle.of(service.pid()).orElseThrow().destroyForcibly()).isTrue();
    await().atMost(RECOVERY).until(() -> service.starts() > starts && service.ready());
  }
}
