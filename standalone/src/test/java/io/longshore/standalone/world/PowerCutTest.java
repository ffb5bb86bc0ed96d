package io.longshore.standalone.world;

import static io.longshore.standalone.world.TestWorld.BATCH;
import static io.longshore.standalone.world.TestWorld.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.Instance;

class PowerCutTest {

  @Test
  void afterItsDeathInstancesAreTerminatedAndNothingElseIsForgotten(@TempDir Path data)
      throws Exception {
    String node;
    String instance;
    String version;
    try (var world = TestWorld.start(data);
        var aws = new AwsClients(world.awsUrl())) {
      var groups = new TestGroups(aws);
      groups.template("join", TestGroups.JOIN);
      groups.group("kept", "join", false, TestGroups.type("m5.large", 2));
      groups.desired("kept", 2);
      await().until(() -> groups.instances("kept", "running").size() == 1);
      Instance only = groups.instances("kept", "running").getFirst();
      instance = only.instanceId();
      node = only.privateDnsName();
      await().until(() -> world.kube().nodes().withName(node).get() != null);
      world.create(on("managed", node));
      world.awaitPhase("managed", "Running");
      world.create(on("standing", TestWorld.NODE));
      version = world.awaitPhase("standing", "Running").getMetadata().getResourceVersion();
      aws.sqs()
          .sendMessage(
              r -> r.queueUrl(world.awsUrl() + "/0/longshore-ec2-events").messageBody("kept"))
          .join();
    }
    try (var world = TestWorld.start(data);
        var aws = new AwsClients(world.awsUrl())) {
      var groups = new TestGroups(aws);
      Instance dead =
          groups.instances("kept", "terminated").stream()
              .filter(i -> i.instanceId().equals(instance))
              .findFirst()
              .orElseThrow();
      assertThat(dead.stateReason().message()).contains("Power cut");
      await().until(() -> world.kube().nodes().withName(node).get() == null);
      Pod managed = world.awaitPhase("managed", "Failed");
      assertThat(managed.getStatus().getConditions())
          .anyMatch(
              c ->
                  c.getType().equals("DisruptionTarget")
                      && c.getReason().equals("DeletionByPodGC"));
      // The garbage collector's word is no evidence of how it ended.
      assertThat(managed.getStatus().getContainerStatuses().getFirst().getState().getRunning())
          .isNotNull();
      Pod standing = world.awaitPhase("standing", "Failed");
      assertThat(
              standing
                  .getStatus()
                  .getContainerStatuses()
                  .getFirst()
                  .getState()
                  .getTerminated()
                  .getReason())
          .isEqualTo("ContainerStatusUnknown");
      assertThat(Long.parseLong(standing.getMetadata().getResourceVersion()))
          .isGreaterThan(Long.parseLong(version));
      world
          .kube()
          .pods()
          .inNamespace(BATCH)
          .withName("managed")
          .edit(
              p ->
                  new PodBuilder(p).editMetadata().withFinalizers(List.of()).endMetadata().build());
      world.awaitGone("managed");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> groups.instances("kept", "running").size() == 1);
      assertThat(groups.ids("kept", "running")).doesNotContain(instance);
      var kept =
          aws.sqs()
              .receiveMessage(r -> r.queueUrl(world.awsUrl() + "/0/longshore-ec2-events"))
              .join();
      assertThat(kept.messages().getFirst().body()).isEqualTo("kept");
    }
  }

  private static PodBuilder on(String name, String node) {
    return pod(name, "sleep 300")
        .editMetadata()
        .addToFinalizers("x.io/hold")
        .endMetadata()
        .editSpec()
        .withNodeName(node)
        .addNewToleration()
        .withOperator("Exists")
        .endToleration()
        .endSpec();
  }
}
