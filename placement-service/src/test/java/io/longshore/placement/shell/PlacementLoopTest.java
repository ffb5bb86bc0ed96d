package io.longshore.placement.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longshore.api.internal.v1.EndEvidence;
import io.longshore.api.internal.v1.LaunchPhase;
import io.longshore.api.internal.v1.LaunchReport;
import io.longshore.kit.shell.db.LeaseLost;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.LaunchId.Part;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.desk.DeskStep;
import io.longshore.placement.shell.db.KeptLogs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes that come, go and are taken over, with commands and reports over real Kafka. */
class PlacementLoopTest {

  private final FakeCluster cluster = new FakeCluster(Samples.NAMES);
  private final Processes processes = new Processes(_ -> cluster);
  private final Scheduler scheduler = processes.scheduler;

  @BeforeEach
  void nodes() {
    cluster.api.put(Samples.node("n1"));
  }

  @AfterEach
  void end() {
    processes.close();
  }

  @Test
  void launchGoesFromStartToClose() {
    var process = processes.start();
    LaunchId id = launch(0);
    scheduler.start(id, "n1");
    soon().until(() -> phase(id) == LaunchPhase.LAUNCH_PHASE_STARTING);
    cluster.writes(id.podName(), "hello\n");
    cluster.api.run(id.podName(), Instant.now());
    soon().until(() -> phase(id) == LaunchPhase.LAUNCH_PHASE_RUNNING);
    cluster.api.exit(id.podName(), 3, Instant.now());
    soon().until(() -> phase(id) == LaunchPhase.LAUNCH_PHASE_ENDED);
    LaunchReport end = last(id);
    assertThat(end.getEvidence()).isEqualTo(EndEvidence.END_EVIDENCE_CONTAINERS_TERMINATED);
    assertThat(end.getContainers(0).getExitCode()).isEqualTo(3);
    assertThat(end.getHostLoss()).isFalse();
    assertThat(cluster.api.pod(id.podName())).as("held by its finalizer until Close").isPresent();
    scheduler.close(id);
    soon().until(() -> cluster.api.pods().isEmpty());
    soon().until(() -> process.rows("select 1 from launch").isEmpty());
    var kept = process.logs().find("batch", id.podName(), "main").await().indefinitely();
    assertThat(kept).get().satisfies(k -> assertThat(k.body()).asString().isEqualTo("hello\n"));
    assertThat(scheduler.announcements().getLast())
        .satisfies(
            a -> {
              assertThat(a.getReachable()).isTrue();
              assertThat(a.getCluster()).isEqualTo("main");
              assertThat(a.getNamespacesList()).containsExactly("batch");
            });
    assertThat(scheduler.nodes())
        .hasSize(1)
        .first()
        .satisfies(n -> assertThat(n.getReady()).isTrue());
  }

  @Test
  void formerOwnerKeepsNoOutput() {
    var process = processes.start();
    soon().until(() -> process.runtime().running());
    var logs = process.logs();
    var kept = new KeptLogs.Kept("batch", "pod", "main", 0, false, 0, new byte[] {1});
    long owner =
        process
            .rows("select epoch from kit_lease where scope = 'placement/main'")
            .getFirst()
            .getLong("epoch");
    assertThatThrownBy(() -> logs.put("placement/main", owner - 1, kept).await().indefinitely())
        .isInstanceOf(LeaseLost.class);
    assertThat(logs.find("batch", "pod", "main").await().indefinitely()).isEmpty();
    logs.put("placement/main", owner, kept).await().indefinitely();
    assertThat(logs.find("batch", "pod", "main").await().indefinitely()).isPresent();
  }

  @Test
  void stopEndsWhatRunsAndPreventsWhatWaits() {
    processes.start();
    LaunchId running = launch(0);
    scheduler.start(running, "n1");
    soon().until(() -> cluster.api.pod(running.podName()).isPresent());
    cluster.api.run(running.podName(), Instant.now());
    scheduler.stop(running);
    soon().until(() -> cluster.api.pods().getFirst().deleting());
    cluster.api.kill(running.podName(), Instant.now());
    soon().until(() -> phase(running) == LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(running).getStoppedOnRequest()).isTrue();
    LaunchId stale = launch(1);
    scheduler.start(stale, "elsewhere");
    soon().until(() -> phase(stale) == LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(stale).getEvidence()).isEqualTo(EndEvidence.END_EVIDENCE_NEVER_CREATED);
    assertThat(cluster.api.created(stale)).isZero();
  }

  @Test
  void restartMissesNothingAndRepeatsNothing() {
    var first = processes.start();
    List<LaunchId> ids = IntStream.range(0, 20).mapToObj(PlacementLoopTest::launch).toList();
    ids.forEach(id -> scheduler.start(id, "n1"));
    soon().until(() -> cluster.api.pods().size() == ids.size());
    ids.subList(0, 10).forEach(id -> cluster.api.run(id.podName(), Instant.now()));
    soon()
        .until(
            () ->
                ids.subList(0, 10).stream()
                    .allMatch(id -> phase(id) == LaunchPhase.LAUNCH_PHASE_RUNNING));
    long before = cluster.api.epoch();
    first.stop();
    // While nobody watches, some end, some start, and one more is ordered.
    ids.subList(0, 5).forEach(id -> cluster.api.exit(id.podName(), 0, Instant.now()));
    ids.subList(10, 15).forEach(id -> cluster.api.run(id.podName(), Instant.now()));
    scheduler.start(launch(20), "n1");
    processes.start();
    soon().until(() -> cluster.api.pod(launch(20).podName()).isPresent());
    soon()
        .untilAsserted(
            () -> {
              for (int i = 0; i < 20; i++) {
                assertThat(phase(ids.get(i)))
                    .isEqualTo(
                        i < 5
                            ? LaunchPhase.LAUNCH_PHASE_ENDED
                            : i < 15
                                ? LaunchPhase.LAUNCH_PHASE_RUNNING
                                : LaunchPhase.LAUNCH_PHASE_STARTING);
              }
            });
    assertThat(cluster.api.epoch()).isGreaterThan(before);
    for (LaunchId id : ids) {
      assertThat(cluster.api.created(id)).isOne();
      assertThat(scheduler.heard(id)).extracting(LaunchReport::getPhase).isSorted();
      assertThat(scheduler.heard(id)).extracting(LaunchReport::getPhase).doesNotHaveDuplicates();
    }
  }

  @Test
  void createsWithoutAnswerNeverBecomeTwoPods() {
    processes.start();
    soon().until(() -> cluster.api.epoch() > 0 && !scheduler.announcements().isEmpty());
    cluster.loseAnswers(5);
    List<LaunchId> ids = IntStream.range(0, 10).mapToObj(PlacementLoopTest::launch).toList();
    ids.subList(0, 5).forEach(id -> scheduler.start(id, "n1"));
    soon().until(() -> cluster.api.pods().size() == 5);
    long before = cluster.api.epoch();
    cluster.loseCreates(5);
    ids.subList(5, 10).forEach(id -> scheduler.start(id, "n1"));
    soon().until(() -> cluster.api.pods().size() == 10);
    assertThat(cluster.api.epoch())
        .as("raised past those that were not found")
        .isGreaterThan(before);
    ids.forEach(id -> cluster.runs(id, 0));
    soon().until(() -> ids.stream().allMatch(id -> phase(id) == LaunchPhase.LAUNCH_PHASE_ENDED));
    ids.forEach(scheduler::close);
    soon().until(() -> cluster.api.pods().isEmpty());
    assertThat(ids).allSatisfy(id -> assertThat(cluster.api.created(id)).isOne());
  }

  @Test
  void takeoverBesideAPausedOwnerFencesIt() {
    var first = processes.start();
    LaunchId id = launch(0);
    scheduler.start(id, "n1");
    soon().until(() -> phase(id) == LaunchPhase.LAUNCH_PHASE_STARTING);
    long before = cluster.api.epoch();
    var second = processes.start();
    first.expireLease();
    soon().until(() -> second.runtime().running() || first.runtime().running());
    soon().until(() -> cluster.api.epoch() > before);
    cluster.runs(id, 0);
    soon().until(() -> phase(id) == LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(scheduler.heard(id)).extracting(LaunchReport::getPhase).doesNotHaveDuplicates();
    assertThat(cluster.api.created(id)).isOne();
  }

  @Test
  void podsOfNoLaunchAreClearedAwayAndGoneNodesReported() {
    var first = processes.start();
    LaunchId id = launch(0);
    scheduler.start(id, "n1");
    soon().until(() -> cluster.api.pod(id.podName()).isPresent());
    first.stop();
    first.rows("delete from launch returning pod");
    cluster.api.removeNode("n1");
    processes.start();
    soon().until(() -> cluster.api.pods().isEmpty());
    soon().until(() -> scheduler.heard().stream().anyMatch(r -> r.hasNodeGone()));
  }

  @Test
  void clusterWithoutPolicyGetsNoPodAndSaysWhy() {
    cluster.api.guard(false);
    var process = processes.start();
    scheduler.start(launch(0), "n1");
    soon().until(() -> process.loop().standing().state() == DeskStep.Standing.State.UNGUARDED);
    soon()
        .untilAsserted(
            () ->
                assertThat(scheduler.announcements().getLast())
                    .satisfies(
                        a -> {
                          assertThat(a.getReachable()).isFalse();
                          assertThat(a.getReason()).contains("nothing is placed");
                        }));
    assertThat(cluster.api.pods()).isEmpty();
    cluster.api.guard(true);
    soon().until(() -> cluster.api.pods().size() == 1);
    soon().until(() -> scheduler.announcements().getLast().getReachable());
  }

  private static LaunchId launch(int index) {
    return new LaunchId(Samples.JOB, new Part.Child(index), 1);
  }

  private LaunchPhase phase(LaunchId id) {
    var heard = scheduler.heard(id);
    return heard.isEmpty() ? LaunchPhase.LAUNCH_PHASE_UNSPECIFIED : heard.getLast().getPhase();
  }

  private LaunchReport last(LaunchId id) {
    return scheduler.heard(id).getLast();
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }
}
