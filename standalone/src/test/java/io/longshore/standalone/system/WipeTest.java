package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.standalone.demo.Api;
import io.longshore.standalone.stack.DataFolder;
import io.longshore.standalone.stack.Ports;
import io.longshore.standalone.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka is transport: it loses all that it holds, and then its topics, and no job notices. */
@Tag("system")
class WipeTest {

  private static final int JOBS = 900;
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
      bulk.awaitLines(JOBS / 4);
      announcer.say("test", "the broker loses its data");
      stack.wipeBroker(BACK);
      bulk.awaitLines(JOBS / 2);
      announcer.say("test", "its topics are deleted and made anew");
      stack.recreateTopics(BACK);
      bulk.awaitSucceeded(JOBS);
      assertThat(bulk.lines()).containsExactlyInAnyOrderElementsOf(ids);
    }
  }
}
