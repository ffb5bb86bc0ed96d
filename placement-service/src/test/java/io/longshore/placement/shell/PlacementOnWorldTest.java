package io.longshore.placement.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.longshore.api.internal.v1.EndEvidence;
import io.longshore.api.internal.v1.LaunchPhase;
import io.longshore.api.internal.v1.LaunchReport;
import io.longshore.api.internal.v1.PodTemplate;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.Samples;
import io.longshore.placement.shell.k8s.Cluster;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Placement through the real client on the embedded stack's Kubernetes API and its kubelets. */
class PlacementOnWorldTest extends OnWorld {

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
    var kept = process.logs().find(StandIn.BATCH, id.podName(), "main").await().indefinitely();
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
    world.compact();
    line.mend();
    ids.forEach(id -> awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED));
    assertThat(ids)
        .allSatisfy(id -> assertThat(last(id).getContainers(0).getExitCode()).isEqualTo(4));
    soon().until(() -> scheduler.nodes().stream().anyMatch(n -> !n.getSchedulable()));
    cordon("n1", false);
    soon().until(() -> scheduler.nodes().getLast().getSchedulable());
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

  @Test
  void outputOfASilentJobIsFollowedForLongerThanAnAnswerMayTake() throws Exception {
    LaunchId id = launch(0);
    scheduler.start(id, world.place("n1"), shell("sleep 4; echo late"));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_RUNNING);
    var output =
        processes
            .first()
            .cluster()
            .output(
                StandIn.BATCH, id.podName(), "main", new Cluster.Reading(true, -1, Instant.EPOCH));
    assertThat(output).isInstanceOf(Cluster.Output.Bytes.class);
    try (var bytes = ((Cluster.Output.Bytes) output).bytes()) {
      assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("late\n");
    }
  }

  @Test
  void secretThatIsMissingIsToldByEventsAlone() {
    LaunchId id = launch(0);
    PodTemplate.Builder secret = shell("true").toBuilder();
    secret
        .getPodBuilder()
        .addVolumesBuilder()
        .setName("token")
        .getSecretBuilder()
        .setSecretName("s");
    scheduler.start(id, world.place("n1"), secret.build());
    soon().until(() -> reasons(id).contains("FailedMount"));
    assertThat(last(id).getPhase()).isEqualTo(LaunchPhase.LAUNCH_PHASE_STARTING);
    assertThat(last(id).getMessage()).contains("volume \"token\"");
    scheduler.stop(id);
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
  }

  private static void cordon(String node, boolean cordoned) {
    var _ =
        world
            .kube()
            .nodes()
            .withName(node)
            .edit(n -> n.edit().editSpec().withUnschedulable(cordoned).endSpec().build());
  }
}
