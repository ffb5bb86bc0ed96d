package io.longshore.placement.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.longshore.api.internal.v1.EndEvidence;
import io.longshore.api.internal.v1.LaunchPhase;
import io.longshore.api.internal.v1.LaunchReport;
import io.longshore.api.internal.v1.PodTemplate;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.LaunchId.Part;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.pod.Order;
import io.longshore.placement.shell.k8s.KubeCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Placement through the real client on the embedded stack's Kubernetes API and its kubelets. */
class PlacementOnWorldTest {

  private static final String CREATES = "POST /api/v1/namespaces/batch/pods";

  private static StandIn world;

  private final String job = UUID.randomUUID().toString();
  private CutLine line;
  private Processes processes;
  private Scheduler scheduler;

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

  @Test
  void nodesAreReportedWithTheirRoomAndTheirTaint() {
    soon().until(() -> scheduler.nodes().size() == 2);
    assertThat(scheduler.nodes())
        .allSatisfy(
            node -> {
              assertThat(node.getUid()).isEqualTo(world.place(node.getName()).uid());
              assertThat(node.getEnvironmentUuid()).isEqualTo(Samples.ENVIRONMENT.uuid());
              assertThat(node.getReady()).isTrue();
              assertThat(node.getSchedulable()).isTrue();
              assertThat(node.getAllocatable().getVcpuMillis()).isBetween(3_000L, 4_000L);
              assertThat(node.getArchitecture()).isEqualTo("amd64");
            });
  }

  @Test
  void launchBecomesThePodThatWasMeantAndItsEndIsReported() {
    LaunchId id = launch(7);
    scheduler.start(id, world.place("n1"), shell("echo $AWS_BATCH_JOB_ARRAY_INDEX; exit 3"));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    Pod pod = world.pod(id.podName());
    assertThat(pod.getSpec().getNodeName()).isEqualTo("n1");
    assertThat(pod.getSpec().getNodeSelector())
        .containsEntry(Samples.NAMES.instanceId(), "i-n1")
        .hasSize(1);
    assertThat(pod.getMetadata().getLabels())
        .containsEntry(Samples.NAMES.managed(), "true")
        .containsEntry(Samples.NAMES.jobId(), job)
        .containsEntry(Samples.NAMES.arrayIndex(), "7")
        .containsEntry(Samples.NAMES.environmentUuid(), Samples.ENVIRONMENT.uuid())
        .containsEntry(Samples.NAMES.nodeUid(), world.place("n1").uid());
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry(Samples.NAMES.placementEpoch(), Long.toString(world.fence()));
    assertThat(pod.getMetadata().getFinalizers()).containsExactly(Samples.NAMES.finalizer());
    LaunchReport end = last(id);
    assertThat(end.getEvidence()).isEqualTo(EndEvidence.END_EVIDENCE_CONTAINERS_TERMINATED);
    assertThat(end.getPodUid()).isEqualTo(pod.getMetadata().getUid());
    assertThat(end.getNodeName()).isEqualTo("n1");
    assertThat(end.getContainers(0).getExitCode()).isEqualTo(3);
    assertThat(end.getContainers(0).getReason()).isEqualTo("Error");
    assertThat(end.getStoppedAt()).isGreaterThanOrEqualTo(end.getStartedAt());
    assertThat(end.getHostLoss()).isFalse();
  }

  @Test
  void runningIsReportedAndCloseLetsThePodGoOnceItsOutputIsKept() throws Exception {
    LaunchId id = launch(0);
    scheduler.start(id, world.place("n1"), shell("echo up; sleep 0.5; echo down"));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_RUNNING);
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(id).getContainers(0).getExitCode()).isZero();
    assertThat(world.pod(id.podName())).as("held until Close").isNotNull();
    scheduler.close(id);
    soon().until(() -> world.pod(id.podName()) == null);
    var process = processes.first();
    var kept = process.logs().find(StandIn.BATCH, id.podName(), "").await().indefinitely();
    assertThat(kept).get().satisfies(k -> assertThat(k.body()).asString().isEqualTo("up\ndown\n"));
    soon().until(() -> process.rows("select 1 from launch").isEmpty());
  }

  @Test
  void stopTermsAndTheExitCodeOutlivesTheDeletion() {
    LaunchId id = launch(0);
    scheduler.start(
        id, world.place("n1"), shell("trap 'exit 9' TERM; while :; do sleep 0.1; done"));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_RUNNING);
    scheduler.stop(id);
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(id).getStoppedOnRequest()).isTrue();
    assertThat(last(id).getContainers(0).getExitCode()).isIn(9, 143);
    scheduler.close(id);
    soon().until(() -> world.pod(id.podName()) == null);
  }

  @Test
  void whatHappensWhileTheLineIsCutAndTheHistoryForgottenIsNotLost() {
    List<LaunchId> ids = IntStream.range(0, 6).mapToObj(this::launch).toList();
    ids.forEach(id -> scheduler.start(id, world.place("n2"), shell("sleep 1.5; exit 4")));
    ids.forEach(id -> awaitPhase(id, LaunchPhase.LAUNCH_PHASE_RUNNING));
    line.cut();
    soon()
        .until(
            () -> world.pods().stream().noneMatch(p -> p.getStatus().getPhase().equals("Running")));
    cordon("n1", true);
    world.control("/world/compact", "");
    line.mend();
    ids.forEach(id -> awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED));
    assertThat(ids)
        .allSatisfy(id -> assertThat(last(id).getContainers(0).getExitCode()).isEqualTo(4));
    soon().until(() -> scheduler.nodes().stream().anyMatch(n -> !n.getSchedulable()));
    cordon("n1", false);
    soon().until(() -> scheduler.nodes().getLast().getSchedulable());
  }

  @Test
  void epochThatAnotherRaisedIsRefusedAndTheLaunchStartsUnderTheNext() {
    long before = world.fence();
    world.raiseFence(before + 3);
    LaunchId id = launch(0);
    // The API server learns of the number only a moment later: until then the old one passes.
    soon().until(() -> refusedByTheFence(before));
    scheduler.start(id, world.place("n1"), shell("true"));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(world.fence()).isGreaterThan(before + 3);
    assertThat(world.pod(id.podName()).getMetadata().getAnnotations())
        .containsEntry(Samples.NAMES.placementEpoch(), Long.toString(world.fence()));
    assertThat(last(id).getPodUid()).isEqualTo(world.pod(id.podName()).getMetadata().getUid());
  }

  @Test
  void kubeletRefusesANamesakeOfTheNodeAndWhatDoesNotFit() {
    Order.Place real = world.place("n1");
    LaunchId elsewhere = launch(0);
    scheduler.start(
        elsewhere, new Order.Place("n1", real.uid(), "i-terminated"), shell("echo never"));
    LaunchId huge = launch(1);
    PodTemplate.Builder large = shell("echo never").toBuilder();
    large.getPodBuilder().getContainersBuilder(0).getResourcesBuilder().putLimits("cpu", "64");
    scheduler.start(huge, real, large.build());
    for (LaunchId id : List.of(elsewhere, huge)) {
      awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
      assertThat(last(id).getEvidence()).isEqualTo(EndEvidence.END_EVIDENCE_ADMISSION_REFUSED);
    }
    assertThat(last(elsewhere).getReason()).isEqualTo("NodeAffinity");
    assertThat(last(huge).getReason()).isEqualTo("OutOfcpu");
    assertThat(last(huge).getMessage()).contains("requested: 64000");
  }

  @Test
  void staleNodeIsRefusedBeforeAnythingIsCreated() {
    LaunchId id = launch(0);
    scheduler.start(id, new Order.Place("n1", "uid-of-the-one-before", "i-n1"), shell("true"));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(id).getEvidence()).isEqualTo(EndEvidence.END_EVIDENCE_NEVER_CREATED);
    assertThat(world.pod(id.podName())).isNull();
  }

  @Test
  void createWithoutAnAnswerIsFoundAndNeverRepeated(@TempDir Path folder) {
    world.loseAnswers(CREATES, 1);
    LaunchId id = launch(0);
    scheduler.start(id, world.place("n1"), shell("echo x >> " + folder.resolve("runs")));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(folder.resolve("runs")).hasContent("x");
  }

  @Test
  void createThatCameToNothingStartsOnceTheFenceIsPast(@TempDir Path folder) {
    long before = world.fence();
    world.refuse(CREATES, 504, "Timeout", 1);
    LaunchId id = launch(0);
    scheduler.start(id, world.place("n1"), shell("echo x >> " + folder.resolve("runs")));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(folder.resolve("runs")).hasContent("x");
    assertThat(world.fence()).isGreaterThan(before);
  }

  @Test
  void refusalForNowIsToldAndTriedAgainAndOneForEverEndsTheLaunch() {
    world.refuse(CREATES, 429, "TooManyRequests", 2);
    LaunchId throttled = launch(0);
    scheduler.start(throttled, world.place("n1"), shell("true"));
    awaitPhase(throttled, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(scheduler.heard(throttled).getFirst().getReason()).isEqualTo("TooManyRequests");
    assertThat(last(throttled).getContainers(0).getExitCode()).isZero();
    LaunchId invalid = launch(1);
    PodTemplate.Builder wrong = shell("true").toBuilder();
    wrong.getPodBuilder().getContainersBuilder(0).setName("Not A Name");
    scheduler.start(invalid, world.place("n1"), wrong.build());
    awaitPhase(invalid, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(invalid).getEvidence()).isEqualTo(EndEvidence.END_EVIDENCE_INVALID_POD);
    assertThat(last(invalid).getMessage()).contains("spec.containers[0].name");
  }

  @Test
  void programThatIsMissingAndImageThatCannotBePulledSayWhy() {
    LaunchId missing = launch(0);
    scheduler.start(missing, world.place("n1"), Scheduler.template("no-such-program"));
    awaitPhase(missing, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(missing).getContainers(0).getExitCode()).isEqualTo(128);
    assertThat(last(missing).getContainers(0).getMessage()).contains("no-such-program");
    LaunchId image = launch(1);
    PodTemplate.Builder unpullable = shell("true").toBuilder();
    unpullable.getPodBuilder().getContainersBuilder(0).setImage("registry.invalid/a:1");
    scheduler.start(image, world.place("n1"), unpullable.build());
    soon().until(() -> reasons(image).contains("ImagePullBackOff"));
    assertThat(last(image).getMessage()).contains("registry.invalid/a:1");
    scheduler.stop(image);
    awaitPhase(image, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(image).getStoppedOnRequest()).isTrue();
  }

  private boolean refusedByTheFence(long epoch) {
    try {
      world.create("probe-" + UUID.randomUUID(), epoch, true);
      return false;
    } catch (io.fabric8.kubernetes.client.KubernetesClientException e) {
      return e.getMessage().contains("longshore-fence");
    }
  }

  private static void cordon(String node, boolean cordoned) {
    var _ =
        world
            .kube()
            .nodes()
            .withName(node)
            .edit(n -> n.edit().editSpec().withUnschedulable(cordoned).endSpec().build());
  }

  private LaunchId launch(int index) {
    return new LaunchId(job, new Part.Child(index), 1);
  }

  private static PodTemplate shell(String script) {
    return Scheduler.template("sh", "-c", script);
  }

  private List<String> reasons(LaunchId id) {
    return scheduler.heard(id).stream().map(LaunchReport::getReason).toList();
  }

  private void awaitPhase(LaunchId id, LaunchPhase phase) {
    soon().until(() -> scheduler.heard(id).stream().anyMatch(r -> r.getPhase() == phase));
  }

  private LaunchReport last(LaunchId id) {
    return scheduler.heard(id).getLast();
  }

  private static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }
}
