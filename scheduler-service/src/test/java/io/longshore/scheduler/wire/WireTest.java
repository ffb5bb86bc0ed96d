package io.longshore.scheduler.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.ComputeScalingPolicy;
import io.longshore.api.batch.v1.EksConfiguration;
import io.longshore.api.batch.v1.ExplainEnvironmentReason;
import io.longshore.api.batch.v1.ExplainReason;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.internal.v1.Command;
import io.longshore.api.internal.v1.Dependency;
import io.longshore.api.internal.v1.DependencyKind;
import io.longshore.api.internal.v1.EnvironmentSettings;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.api.internal.v1.QueueSettings;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.api.internal.v1.Resources;
import io.longshore.api.internal.v1.RetryRules;
import io.longshore.api.internal.v1.Shape;
import io.longshore.api.internal.v1.SubmitJobCommand;
import io.longshore.kit.core.Undecodable;
import io.longshore.scheduler.core.explain.EnvironmentReason;
import io.longshore.scheduler.core.explain.Reason;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.Place;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.round.Input;
import io.longshore.scheduler.core.round.Outgoing;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final String ID = "00000000-0000-0000-0000-000000000001";

  private static Input input(Command.Builder command) {
    return CommandsWire.read(command.build().toByteString()).input().orElseThrow();
  }

  @Test
  void submissionKeepsItsPayloadApart() {
    var submit =
        SubmitJobCommand.newBuilder()
            .setJobId(ID)
            .setJobName("name")
            .setJobQueueArn("q")
            .setCreatedAt(5)
            .setArraySize(3)
            .setAttemptDurationSeconds(60)
            .setShape(Shape.newBuilder().setRequests(Resources.newBuilder().setVcpuMillis(500)))
            .setRetry(RetryRules.newBuilder().setAttempts(2))
            .setPodTemplate(ByteString.copyFromUtf8("pod"))
            .addDependsOn(
                Dependency.newBuilder().setKind(DependencyKind.DEPENDENCY_KIND_SEQUENTIAL));
    var read = CommandsWire.read(Command.newBuilder().setSubmit(submit).build().toByteString());
    assertThat(read.payload().orElseThrow().name()).isEqualTo("name");
    assertThat(read.payload().orElseThrow().podTemplate().toStringUtf8()).isEqualTo("pod");
    var input = (Input.Submit) read.input().orElseThrow();
    assertThat(input.arraySize()).isEqualTo(3);
    assertThat(input.timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(input.retry().attempts()).isEqualTo(2);
    assertThat(input.shape().requests().vcpuMillis()).isEqualTo(500);
    assertThat(input.undispatchable()).isNull();
  }

  @Test
  void environmentIsReadAsTheSchedulerNeedsIt() {
    var detail =
        ComputeEnvironmentDetail.newBuilder()
            .setUuid("u")
            .setType(CEType.CE_TYPE_MANAGED)
            .setState(CEState.CE_STATE_ENABLED)
            .setStatus(CEStatus.CE_STATUS_VALID)
            .setEksConfiguration(
                EksConfiguration.newBuilder().setEksClusterArn("c").setKubernetesNamespace("n"))
            .setComputeResources(
                ComputeResource.newBuilder()
                    .setMinVcpus(2)
                    .setMaxVcpus(8)
                    .setScalingPolicy(
                        ComputeScalingPolicy.newBuilder().setMinScaleDownDelayMinutes(20)));
    var entry =
        RegistryEntry.newBuilder()
            .setArn("arn")
            .setVersion(7)
            .setEnvironment(EnvironmentSettings.newBuilder().setDetail(detail));
    var environment =
        ((Input.EnvironmentEntry) input(Command.newBuilder().setRegistry(entry))).environment();
    assertThat(environment.usable()).isTrue();
    assertThat(environment.minVcpus()).isEqualTo(2);
    assertThat(environment.maxVcpus()).isEqualTo(8);
    assertThat(environment.idleDelay()).isEqualTo(Duration.ofMinutes(20));
    assertThat(environment.namespace()).isEqualTo("n");
  }

  @Test
  void queuesEnvironmentsComeInTheirOrder() {
    var detail =
        JobQueueDetail.newBuilder()
            .setPriority(5)
            .addComputeEnvironmentOrder(order(2, "second"))
            .addComputeEnvironmentOrder(order(1, "first"));
    var entry =
        RegistryEntry.newBuilder()
            .setArn("q")
            .setVersion(1)
            .setQueue(QueueSettings.newBuilder().setDetail(detail));
    var queue = ((Input.QueueEntry) input(Command.newBuilder().setRegistry(entry))).queue();
    assertThat(queue.environments())
        .containsExactly(new EnvironmentArn("first"), new EnvironmentArn("second"));
  }

  private static ComputeEnvironmentOrder.Builder order(int order, String environment) {
    return ComputeEnvironmentOrder.newBuilder().setOrder(order).setComputeEnvironment(environment);
  }

  @Test
  void deletionWithoutItsSettingsIsToldByTheArn() {
    var entry = RegistryEntry.newBuilder().setArn("arn:aws:batch:r:a:job-queue/q").setDeleted(true);
    var queue = ((Input.QueueEntry) input(Command.newBuilder().setRegistry(entry))).queue();
    assertThat(queue.deleted()).isTrue();
  }

  @Test
  void whatCannotBeReadStopsTheStream() {
    var garbage = ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2});
    assertThatThrownBy(() -> CommandsWire.read(garbage)).isInstanceOf(Undecodable.class);
    assertThatThrownBy(() -> PlacementWire.read("c", garbage)).isInstanceOf(Undecodable.class);
    assertThatThrownBy(() -> CapacityWire.read(garbage)).isInstanceOf(Undecodable.class);
    assertThatThrownBy(() -> CapacityWire.read(ByteString.EMPTY)).isInstanceOf(Undecodable.class);
  }

  @Test
  void startIsJoinedWithItsPayloadWhenItIsSent() throws Exception {
    var launch = new LaunchId(new JobKey(JobId.of(ID), 4), 2);
    var place = new Place("main", new NodeUid("u"), "n", "i-1", new EnvironmentArn("ce"));
    var shape =
        new io.longshore.scheduler.core.fit.Shape(
            new io.longshore.scheduler.core.fit.Resources(1000, 1, 0, Map.of()), "", Map.of());
    var bytes =
        LaunchesWire.write(
            new Outgoing.StartLaunch(launch, 1, place, new QueueArn("q"), 10, shape));
    assertThat(LaunchesWire.payloadOf(bytes)).contains(JobId.of(ID));
    var payload = new CommandsWire.Payload(JobId.of(ID), "name", ByteString.copyFromUtf8("pod"));
    var start = LaunchCommand.parseFrom(LaunchesWire.join(bytes, payload)).getStart();
    assertThat(start.getJobName()).isEqualTo("name");
    assertThat(start.getPodTemplate().toStringUtf8()).isEqualTo("pod");
    assertThat(start.getLaunch().getArrayIndex()).isEqualTo(4);
    assertThat(start.getArraySize()).isEqualTo(10);
    var close = LaunchesWire.write(new Outgoing.CloseLaunch("main", launch));
    assertThat(LaunchesWire.payloadOf(close)).isEmpty();
  }

  @Test
  void everyReasonHasItsPublicName() {
    assertThat(Arrays.stream(Reason.values()).map(r -> "EXPLAIN_REASON_" + r.name()))
        .isSubsetOf(Arrays.stream(ExplainReason.values()).map(Enum::name).toList());
    assertThat(
            Arrays.stream(EnvironmentReason.values())
                .map(r -> "EXPLAIN_ENVIRONMENT_REASON_" + r.name()))
        .isSubsetOf(Arrays.stream(ExplainEnvironmentReason.values()).map(Enum::name).toList());
  }
}
