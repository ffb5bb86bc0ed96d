package io.longshore.standalone.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldProcessTest {

  @Test
  void jobsDieWithAKilledWorldEvenWhenTheyHaveLeftTheirSession(@TempDir Path folder)
      throws Exception {
    Process world = launch(folder, "--node=standing=m5.xlarge");
    try {
      Path pids = folder.resolve("pids");
      createPod(
          folder,
          "sleep 301 & echo $! >> "
              + pids
              + "; setsid sh -c 'echo $$ >> "
              + pids
              + "; exec sleep 302' & sleep 303");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);
      world.destroyForcibly();
      List<String> started = Files.readAllLines(pids);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> started.stream().noneMatch(WorldProcessTest::running));
    } finally {
      world.destroyForcibly();
    }
  }

  @Test
  void worldEndsWithItsStandardInput(@TempDir Path folder) throws Exception {
    Process world = launch(folder, "--die-with-stdin");
    assertThat(world.isAlive()).isTrue();
    world.getOutputStream().close();
    await().atMost(Duration.ofSeconds(5)).until(() -> !world.isAlive());
  }

  private static Process launch(Path folder, String... more) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.longshore.standalone.world.WorldMain",
                "--data=" + folder.resolve("data"),
                "--namespace=" + TestWorld.BATCH));
    command.addAll(List.of(more));
    Process world =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(folder.resolve("data/endpoints.json")) || !world.isAlive());
    return world;
  }

  private static void createPod(Path folder, String script) throws IOException {
    var endpoints = new JsonObject(Files.readString(folder.resolve("data/endpoints.json")));
    try (KubernetesClient kube = TestWorld.client(endpoints.getString("kube"))) {
      kube.pods()
          .inNamespace(TestWorld.BATCH)
          .resource(TestWorld.pod("job", script).build())
          .create();
    }
  }

  /** A process that nobody has reaped yet does not run. */
  private static boolean running(String pid) {
    try {
      Path stat = Path.of("/proc", pid, "stat");
      return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
    } catch (IOException e) {
      return false;
    }
  }
}
