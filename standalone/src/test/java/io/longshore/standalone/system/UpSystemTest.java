package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.api.batch.v1.ContainerProperties;
import io.longshore.api.batch.v1.EvaluateOnExit;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.ResourceRequirement;
import io.longshore.api.batch.v1.ResourceType;
import io.longshore.api.batch.v1.RetryAction;
import io.longshore.api.batch.v1.RetryStrategy;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.standalone.demo.Api;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stack that stays: its state outlives it, its processes do not. */
@Tag("system")
class UpSystemTest {

  private static final String NAME = "steady";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PROMISED = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void jobsOutliveAPowerCutAndProcessesDoNot() throws Exception {
    String job;
    try (var first = CommandProcess.up(folder);
        var api = new Api(first.grpc())) {
      OnePool.create(api, NAME, 4, "m6i.large");
      register(api);
      job = api.submit(job());
      await().atMost(PATIENCE).until(() -> status(api, job) == JobStatus.JOB_STATUS_RUNNING);
      try (var second = CommandProcess.start(folder, Map.of(), "up")) {
        assertThat(second.exit(60)).isEqualTo(1);
        assertThat(second.said()).contains("another stack runs in");
      }
      assertThat(first.processes()).anyMatch(process -> process.contains("sleep 600"));
      first.kill();
      await().atMost(PROMISED).untilAsserted(() -> assertThat(first.processes()).isEmpty());
    }
    try (var again = CommandProcess.up(folder);
        var api = new Api(again.grpc())) {
      await().atMost(PATIENCE).until(() -> status(api, job) == JobStatus.JOB_STATUS_SUCCEEDED);
      var attempts = api.describe(job).getAttemptsList();
      assertThat(attempts).hasSize(2);
      assertThat(attempts.getFirst().getStatusReason()).startsWith("Host EC2 (instance i-");
      again.terminate();
      assertThat(again.exit(60)).isEqualTo(128 + 15);
      assertThat(again.processes()).isEmpty();
    }
  }

  private static JobStatus status(Api api, String job) {
    return api.describe(job).getStatus();
  }

  private static SubmitJobRequest job() {
    return SubmitJobRequest.newBuilder()
        .setJobName(NAME)
        .setJobQueue(NAME)
        .setJobDefinition(NAME)
        .build();
  }

  private static void register(Api api) {
    var program = "test $AWS_BATCH_JOB_ATTEMPT -gt 1 || exec sleep 600";
    var container =
        ContainerProperties.newBuilder()
            .setImage("busybox")
            .addAllCommand(List.of("sh", "-c", program))
            .addResourceRequirements(need(ResourceType.RESOURCE_TYPE_VCPU, "1"))
            .addResourceRequirements(need(ResourceType.RESOURCE_TYPE_MEMORY, "64"));
    var retry =
        RetryStrategy.newBuilder()
            .setAttempts(2)
            .addEvaluateOnExit(
                EvaluateOnExit.newBuilder()
                    .setOnStatusReason("Host EC2*")
                    .setAction(RetryAction.RETRY_ACTION_RETRY));
    var definition =
        RegisterJobDefinitionRequest.newBuilder()
            .setJobDefinitionName(NAME)
            .setType(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER)
            .setContainerProperties(container)
            .setRetryStrategy(retry);
    assertThat(api.calls().registerJobDefinition(definition.build()).getRevision()).isPositive();
  }

  private static ResourceRequirement need(ResourceType type, String value) {
    return ResourceRequirement.newBuilder().setType(type).setValue(value).build();
  }
}
