package io.longshore.standalone.world;

import static io.longshore.standalone.world.TestWorld.BATCH;
import static io.longshore.standalone.world.TestWorld.NODE;
import static io.longshore.standalone.world.TestWorld.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeletTest {

  private static TestWorld world;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    world = TestWorld.start(data);
    Awaitility.await()
        .until(
            () ->
                world.kube().nodes().withName(NODE).get().getStatus().getConditions().stream()
                    .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static ContainerStateTerminated end(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getState().getTerminated();
  }

  private static String log(String name) {
    return world.kube().pods().inNamespace(BATCH).withName(name).getLog();
  }

  @Test
  void exitCodesDecideThePhase() {
    world.create(pod("good", "echo hello; echo oops >&2"));
    world.create(pod("bad", "exit 7"));
    Pod good = world.awaitPhase("good", "Succeeded");
    assertThat(end(good).getReason()).isEqualTo("Completed");
    assertThat(end(good).getContainerID()).startsWith("containerd://");
    assertThat(good.getStatus().getPodIP()).isNotEmpty();
    assertThat(log("good")).isEqualTo("hello\noops\n");
    Pod bad = world.awaitPhase("bad", "Failed");
    assertThat(end(bad).getExitCode()).isEqualTo(7);
    assertThat(end(bad).getReason()).isEqualTo("Error");
  }

  @Test
  void missingProgramIsAStartError() {
    world.create(
        pod("missing", "")
            .editSpec()
            .editContainer(0)
            .withCommand("no-such-program")
            .endContainer()
            .endSpec());
    ContainerStateTerminated end = end(world.awaitPhase("missing", "Failed"));
    assertThat(end.getExitCode()).isEqualTo(128);
    assertThat(end.getReason()).isEqualTo("StartError");
    assertThat(end.getMessage())
        .contains("\"no-such-program\": executable file not found in $PATH");
  }

  @Test
  void environmentIsExpandedAndFieldsAreKnown() {
    var container =
        new ContainerBuilder()
            .withName("main")
            .withImage("busybox:1")
            .withArgs(
                "sh",
                "-c",
                "echo '$(WHO)-$(NONE)-$$(WHO)' $NODE $IP; test -d $LONGSHORE_VOLUME_MY_SCRATCH")
            .withEnv(
                new EnvVarBuilder().withName("WHO").withValue("me").build(),
                field("NODE", "spec.nodeName"),
                field("IP", "status.podIP"))
            .addNewVolumeMount()
            .withName("my-scratch")
            .withMountPath("/scratch")
            .endVolumeMount()
            .build();
    world.create(
        pod("env", "")
            .editSpec()
            .withContainers(container)
            .addNewVolume()
            .withName("my-scratch")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .endSpec());
    Pod done = world.awaitPhase("env", "Succeeded");
    assertThat(log("env"))
        .isEqualTo("me-$(NONE)-$(WHO) " + NODE + " " + done.getStatus().getPodIP() + "\n");
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef()
        .withFieldPath(path)
        .endFieldRef()
        .endValueFrom()
        .build();
  }

  @Test
  void initContainersRunInOrderAndTheirFailureEndsThePod(@TempDir Path folder) {
    Path trace = folder.resolve("trace");
    var init = new PodBuilder(pod("inits", "echo main >> " + trace).build());
    init.editSpec()
        .addToInitContainers(
            step("one", "sleep 0.1; echo one >> " + trace), step("two", "echo two >> " + trace))
        .endSpec();
    world.create(init);
    world.awaitPhase("inits", "Succeeded");
    assertThat(trace).hasContent("one\ntwo\nmain");
    var failing =
        pod("init-fails", "echo never >> " + trace)
            .editSpec()
            .addToInitContainers(step("one", "exit 3"))
            .endSpec();
    world.create(failing);
    Pod failed = world.awaitPhase("init-fails", "Failed");
    assertThat(
            failed
                .getStatus()
                .getInitContainerStatuses()
                .getFirst()
                .getState()
                .getTerminated()
                .getExitCode())
        .isEqualTo(3);
    assertThat(
            failed
                .getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getWaiting()
                .getReason())
        .isEqualTo("PodInitializing");
  }

  private static Container step(String name, String script) {
    return new ContainerBuilder()
        .withName(name)
        .withImage("busybox:1")
        .withCommand("sh", "-c", script)
        .build();
  }

  @Test
  void deleteTermsThenTheObjectGoes() {
    world.create(
        pod("polite", "trap 'echo bye; exit 9' TERM; echo up; while :; do sleep 0.05; done"));
    world.awaitPhase("polite", "Running");
    Awaitility.await().until(() -> log("polite").contains("up"));
    world.kube().pods().inNamespace(BATCH).withName("polite").delete();
    world.awaitGone("polite");
  }

  @Test
  void finalizerKeepsTheExitCodeOfTermAndKill() {
    kept("term", "sleep 60", 30);
    assertThat(end(deleted("term", 30)).getExitCode()).isEqualTo(143);
    kept("kill", "trap '' TERM; echo up; while :; do sleep 1; done", 1);
    Awaitility.await().until(() -> log("kill").contains("up"));
    assertThat(end(deleted("kill", 1)).getExitCode()).isEqualTo(137);
    for (String name : List.of("term", "kill")) {
      world
          .kube()
          .pods()
          .inNamespace(BATCH)
          .withName(name)
          .edit(
              p ->
                  new PodBuilder(p).editMetadata().withFinalizers(List.of()).endMetadata().build());
      world.awaitGone(name);
    }
  }

  private static void kept(String name, String script, long grace) {
    world.create(
        pod(name, script)
            .editMetadata()
            .addToFinalizers("x.io/hold")
            .endMetadata()
            .editSpec()
            .withTerminationGracePeriodSeconds(grace)
            .endSpec());
    world.awaitPhase(name, "Running");
  }

  private static Pod deleted(String name, long grace) {
    world.kube().pods().inNamespace(BATCH).withName(name).withGracePeriod(grace).delete();
    return world.awaitPhase(name, "Failed");
  }

  @Test
  void nothingIsLeftBehindByAContainer(@TempDir Path folder) throws Exception {
    Path pid = folder.resolve("pid");
    world.create(pod("parent", "sleep 300 & echo $! > " + pid + "; exit 0"));
    world.awaitPhase("parent", "Succeeded");
    long child = Long.parseLong(Files.readString(pid).strip());
    Awaitility.await().until(() -> !running(child));
  }

  /** A process that nobody has reaped yet does not run. */
  private static boolean running(long pid) throws IOException {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    return Files.exists(stat) && !Files.readString(stat).contains(") Z ");
  }

  @Test
  void logsAreFollowedTailedAndTimed() throws Exception {
    world.create(pod("talks", "for i in 1 2 3; do echo line $i; done; sleep 0.5; printf end"));
    world.await("talks", p -> p.getStatus().getPhase().equals("Running"));
    var resource = world.kube().pods().inNamespace(BATCH).withName("talks");
    try (LogWatch watch = resource.watchLog();
        var lines =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      assertThat(lines.lines().toList()).containsExactly("line 1", "line 2", "line 3", "end");
    }
    assertThat(resource.tailingLines(2).getLog()).isEqualTo("line 3\nend\n");
    assertThat(resource.usingTimestamps().getLog())
        .matches("(?s)(\\d{4}-\\d\\d-\\d\\dT\\S+Z \\S.*\n){4}");
  }

  @Test
  void kubeletRefusesWhatDoesNotFit() {
    Pod huge = pod("huge", "true").build();
    huge.getSpec()
        .getContainers()
        .getFirst()
        .setResources(
            new ResourceRequirementsBuilder().addToRequests("cpu", new Quantity("100")).build());
    world.create(new PodBuilder(huge));
    Pod failed = world.awaitPhase("huge", "Failed");
    assertThat(failed.getStatus().getReason()).isEqualTo("OutOfcpu");
    assertThat(failed.getStatus().getContainerStatuses()).isEmpty();
    world.create(
        pod("elsewhere", "true").editSpec().withNodeSelector(Map.of("env", "other")).endSpec());
    assertThat(world.awaitPhase("elsewhere", "Failed").getStatus().getReason())
        .isEqualTo("NodeAffinity");
  }

  @Test
  void podOfNoNodeIsCollected() {
    world.create(
        pod("orphan", "true")
            .editMetadata()
            .addToFinalizers("x.io/hold")
            .endMetadata()
            .editSpec()
            .withNodeName("not-there")
            .endSpec());
    Pod collected = world.awaitPhase("orphan", "Failed");
    assertThat(collected.getStatus().getConditions())
        .extracting(c -> c.getType() + " " + c.getReason())
        .contains("DisruptionTarget DeletionByPodGC");
    assertThat(collected.getStatus().getContainerStatuses()).isEmpty();
    Awaitility.await()
        .until(() -> world.get("orphan").getMetadata().getDeletionTimestamp() != null);
  }

  @Test
  void frozenNodeIsUnreachableAndComesBack() {
    world.create(
        pod("steady", "sleep 1")
            .editSpec()
            .addNewToleration()
            .withOperator("Exists")
            .endToleration()
            .endSpec());
    world.awaitPhase("steady", "Running");
    world.control("POST", "/world/freeze?node=" + NODE, "");
    Awaitility.await().until(() -> ready().equals("Unknown"));
    assertThat(world.get("steady").getStatus().getPhase()).isEqualTo("Running");
    world.control("POST", "/world/thaw?node=" + NODE, "");
    world.awaitPhase("steady", "Succeeded");
    Awaitility.await().until(() -> ready().equals("True"));
    Awaitility.await()
        .until(() -> world.kube().nodes().withName(NODE).get().getSpec().getTaints().isEmpty());
  }

  private static String ready() {
    return world.kube().nodes().withName(NODE).get().getStatus().getConditions().stream()
        .filter(c -> c.getType().equals("Ready"))
        .findFirst()
        .orElseThrow()
        .getStatus();
  }

  @Test
  void nodeCanBeCordoned() {
    world
        .kube()
        .nodes()
        .withName(NODE)
        .edit(n -> new NodeBuilder(n).editSpec().withUnschedulable(true).endSpec().build());
    assertThat(world.kube().nodes().withName(NODE).get().getSpec().getUnschedulable()).isTrue();
    world
        .kube()
        .nodes()
        .withName(NODE)
        .edit(n -> new NodeBuilder(n).editSpec().withUnschedulable(false).endSpec().build());
  }
}
