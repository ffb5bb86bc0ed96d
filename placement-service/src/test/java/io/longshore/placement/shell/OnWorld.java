package io.longshore.placement.shell;

import io.longshore.api.internal.v1.LaunchPhase;
import io.longshore.api.internal.v1.LaunchReport;
import io.longshore.api.internal.v1.PodTemplate;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.LaunchId.Part;
import io.longshore.placement.shell.k8s.KubeCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One process that serves the stand-in's cluster through a line that can be cut. */
abstract class OnWorld {

  static StandIn world;

  final String job = UUID.randomUUID().toString();
  CutLine line;
  Processes processes;
  Scheduler scheduler;

  @BeforeAll
  static void begin(@TempDir Path data) throws Exception {
    world = StandIn.start(data);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @BeforeEach
  void serve() throws Exception {
    line = new CutLine(world.url());
    processes = new Processes(vertx -> new KubeCluster(world.settings(line.url()), vertx));
    scheduler = processes.scheduler;
    processes.start();
    soon().until(() -> scheduler.announcements().stream().anyMatch(a -> a.getReachable()));
  }

  @AfterEach
  void leave() {
    processes.close();
    line.close();
  }

  LaunchId launch(int index) {
    return new LaunchId(job, new Part.Child(index), 1);
  }

  static PodTemplate shell(String script) {
    return Scheduler.template("sh", "-c", script);
  }

  List<String> reasons(LaunchId id) {
    return scheduler.heard(id).stream().map(LaunchReport::getReason).toList();
  }

  void awaitPhase(LaunchId id, LaunchPhase phase) {
    soon().until(() -> scheduler.heard(id).stream().anyMatch(r -> r.getPhase() == phase));
  }

  LaunchReport last(LaunchId id) {
    return scheduler.heard(id).getLast();
  }

  static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }
}
