package io.longshore.standalone.world;

import static io.longshore.standalone.world.TestWorld.BATCH;
import static io.longshore.standalone.world.TestWorld.pod;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyPodsTest {

  private static final int PODS = 300;

  @Test
  void threeHundredPodsRunAtOnce(@TempDir Path data) throws Exception {
    try (var world = TestWorld.start(data, "--node=big=p4d.24xlarge");
        var clients = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < PODS; i++) {
        var each = pod("p" + i, "sleep 300").editSpec().withNodeName("big").endSpec();
        clients.execute(() -> world.create(each));
      }
      await()
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> processes(world) == PODS);
      world.kube().pods().inNamespace(BATCH).withGracePeriod(0).delete();
      await().atMost(Duration.ofSeconds(30)).until(() -> processes(world) == 0);
    }
  }

  private static int processes(TestWorld world) {
    return new JsonObject(world.control("GET", "/world/statistics", "")).getInteger("processes");
  }
}
