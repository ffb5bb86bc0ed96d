package io.longshore.queue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.batch.v1.ArrayJobDependency;
import io.longshore.api.batch.v1.ArrayProperties;
import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.ResourceType;
import io.longshore.api.batch.v1.RetryAction;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.internal.v1.DependencyKind;
import io.longshore.api.internal.v1.PodTemplate;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Payload;
import io.longshore.queue.core.definition.ContainerJob;
import io.longshore.queue.core.definition.ContainerRules;
import io.longshore.queue.core.definition.Pod;
import io.longshore.queue.core.definition.Registration;
import io.longshore.queue.core.definition.Retry;
import io.longshore.queue.core.definition.Shape;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.submit.NewJob;
import io.longshore.queue.core.submit.Submission;
import io.longshore.queue.core.submit.Submission.Pairing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubmitWireTest {

  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");
  private static final String ID = "00000000-0000-0000-0000-000000000001";
  private static final String OTHER = "00000000-0000-0000-0000-000000000002";

  private static final ContainerJob CONTAINER =
      new ContainerJob(
          "busybox",
          null,
          null,
          List.of("echo", "x"),
          List.of(new Pod.EnvironmentVariable("A", "1")),
          List.of(
              new ContainerJob.Requirement(ContainerJob.Kind.VCPU, "2"),
              new ContainerJob.Requirement(ContainerJob.Kind.MEMORY, "512")),
          null,
          null);

  private static JobDefinition podDefinition() {
    var definition = JobDefinition.newBuilder();
    var pod = definition.getEksPropertiesBuilder().getPodPropertiesBuilder();
    pod.setServiceAccountName("runner");
    pod.addContainersBuilder()
        .setName("main")
        .setImage("busybox")
        .getResourcesBuilder()
        .putRequests("cpu", "0.5")
        .putRequests("memory", "1024Mi");
    return definition.build();
  }

  private static JobDefinition containerDefinition() {
    var definition = JobDefinition.newBuilder();
    definition
        .getContainerPropertiesBuilder()
        .setImage("busybox")
        .addCommand("false")
        .setJobRoleArn("arn:role");
    return definition.build();
  }

  private static NewJob job(@Nullable ContainerJob container, Pod pod, Retry retry) {
    return new NewJob(
        ID,
        "a-job",
        "arn:queue",
        "arn:definition",
        Instant.ofEpochMilli(5),
        List.of(
            new NewJob.DependsOn(JobId.child(OTHER, 3), null),
            new NewJob.DependsOn(JobId.of(OTHER), Pairing.N_TO_N),
            new NewJob.DependsOn(null, Pairing.SEQUENTIAL)),
        4,
        Map.of("p", "v"),
        Map.of("team", "blue"),
        true,
        retry,
        90,
        container,
        pod,
        Shape.of(pod),
        "no value for Ref::x");
  }

  private static NewJob podJob(Retry retry) {
    var pod = podDefinition().getEksProperties().getPodProperties();
    return job(null, PodWire.read(pod), retry);
  }

  private static PodTemplate template(NewJob job, JobDefinition definition) {
    try {
      return PodTemplate.parseFrom(SubmitWire.command(job, definition).getPodTemplate());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsUnsetIsNull() {
    var read = SubmitWire.read(SubmitJobRequest.getDefaultInstance());
    assertThat(read)
        .isEqualTo(
            new Submission(
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                List.of(),
                Map.of(),
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                null,
                new Payload(0, "")));
  }

  @Test
  void whatIsSetIsRead() {
    var request =
        SubmitJobRequest.newBuilder()
            .setJobName("a-job")
            .setSchedulingPriorityOverride(0)
            .setClientToken("t")
            .putParameters("p", "v");
    request.setArrayProperties(ArrayProperties.getDefaultInstance());
    request
        .addDependsOnBuilder()
        .setJobId(OTHER)
        .setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_N_TO_N);
    request.getTimeoutBuilder().setAttemptDurationSeconds(60);
    request
        .getRetryStrategyBuilder()
        .setAttempts(2)
        .addEvaluateOnExitBuilder()
        .setOnExitCode("1*")
        .setAction(RetryAction.RETRY_ACTION_RETRY);
    request.getContainerOverridesBuilder().setVcpus(3);
    request
        .getEksPropertiesOverrideBuilder()
        .getPodPropertiesBuilder()
        .addContainersBuilder()
        .setImage("other");
    var read = SubmitWire.read(request.build());
    assertThat(read.schedulingPriority()).isZero();
    assertThat(read.arrayGiven()).isTrue();
    assertThat(read.arraySize()).isNull();
    assertThat(read.dependsOn()).containsExactly(new Submission.Dependency(OTHER, Pairing.N_TO_N));
    assertThat(read.timeout()).isEqualTo(new Registration.Timeout(60));
    assertThat(read.retry())
        .isEqualTo(new Retry(2, List.of(new Retry.ExitRule(null, null, "1*", Retry.Action.RETRY))));
    assertThat(read.containerOverride()).isNotNull();
    assertThat(read.podOverride()).isNotNull();
    assertThat(read.clientToken()).isEqualTo("t");
    assertThat(read.payload().bytes()).isEqualTo(request.build().getSerializedSize());
  }

  @Test
  void largestMemberIsKnown() {
    var request = SubmitJobRequest.newBuilder().setJobName("a-job").putParameters("p", "v");
    request.getContainerOverridesBuilder().addCommand("x".repeat(100));
    assertThat(SubmitWire.read(request.build()).payload().largest())
        .isEqualTo("containerOverrides");
    for (int i = 0; i < 50; i++) {
      request.putParameters("p" + i, "value");
    }
    assertThat(SubmitWire.read(request.build()).payload().largest()).isEqualTo("parameters");
  }

  @Test
  void commandHasWhatTheSchedulerDecidesOn() {
    var retry = new Retry(3, List.of(new Retry.ExitRule("Host*", null, null, Retry.Action.RETRY)));
    var command = SubmitWire.command(podJob(retry), podDefinition());
    assertThat(command.getJobId()).isEqualTo(ID);
    assertThat(command.getCreatedAt()).isEqualTo(5);
    assertThat(command.getArraySize()).isEqualTo(4);
    assertThat(command.getAttemptDurationSeconds()).isEqualTo(90);
    assertThat(command.getUndispatchableReason()).isEqualTo("no value for Ref::x");
    assertThat(command.getShape().getRequests().getVcpuMillis()).isEqualTo(500);
    assertThat(command.getShape().getRequests().getMemoryBytes()).isEqualTo(1L << 30);
    assertThat(command.getRetry().getAttempts()).isEqualTo(3);
    assertThat(command.getRetry().getEvaluateOnExit(0).getRetry()).isTrue();
    assertThat(command.getRetry().getEvaluateOnExit(0).hasOnExitCode()).isFalse();
    assertThat(command.getDependsOnList())
        .extracting(d -> d.getKind())
        .containsExactly(
            DependencyKind.DEPENDENCY_KIND_JOB,
            DependencyKind.DEPENDENCY_KIND_N_TO_N,
            DependencyKind.DEPENDENCY_KIND_SEQUENTIAL);
    assertThat(command.getDependsOn(0).getArrayIndex()).isEqualTo(3);
    assertThat(command.getDependsOn(1).hasArrayIndex()).isFalse();
    assertThat(command.getDependsOn(2).getJobId()).isEmpty();
  }

  @Test
  void templateIsTheDefinitionsPodWithWhatTheJobChanges() {
    var template = template(podJob(Retry.NONE), podDefinition());
    assertThat(template.getPod()).isEqualTo(podDefinition().getEksProperties().getPodProperties());
    assertThat(template.getFromContainerProperties()).isFalse();
    assertThat(template.getTagsMap()).containsEntry("team", "blue");

    var job = job(CONTAINER, ContainerRules.toPod(CONTAINER), Retry.NONE);
    template = template(job, containerDefinition());
    assertThat(template.getFromContainerProperties()).isTrue();
    EksPodProperties pod = template.getPod();
    assertThat(pod.getContainers(0).getArgsList()).containsExactly("echo", "x");
    assertThat(pod.getContainers(0).getResources().getRequestsMap())
        .containsEntry("cpu", "2")
        .containsEntry("memory", "512Mi");
  }

  @Test
  void detailShowsTheJobAsItWasAccepted() {
    var detail = SubmitWire.detail(podJob(Retry.NONE), podDefinition(), ARNS);
    assertThat(detail.getJobArn()).endsWith(":job/" + ID);
    assertThat(detail.getRetryStrategy().getAttempts()).isEqualTo(1);
    assertThat(detail.getArrayProperties().getSize()).isEqualTo(4);
    assertThat(detail.getTimeout().getAttemptDurationSeconds()).isEqualTo(90);
    assertThat(detail.getParametersMap()).containsEntry("p", "v");
    assertThat(detail.getPropagateTags()).isTrue();
    assertThat(detail.getDependsOnList())
        .extracting(d -> d.getJobId())
        .containsExactly(OTHER + ":3", OTHER, "");
    assertThat(detail.getDependsOn(0).hasType()).isFalse();
    assertThat(detail.getDependsOn(2).hasJobId()).isFalse();
    assertThat(detail.hasContainer()).isFalse();
    var pod = detail.getEksProperties().getPodProperties();
    assertThat(pod.getServiceAccountName()).isEqualTo("runner");
    assertThat(pod.getContainers(0).getResources().getRequestsMap()).containsEntry("cpu", "0.5");
  }

  @Test
  void detailOfAContainerJobHasItsOverridesAndTheRestOfTheDefinition() {
    var job = job(CONTAINER, ContainerRules.toPod(CONTAINER), Retry.NONE);
    var detail = SubmitWire.detail(job, containerDefinition(), ARNS);
    assertThat(detail.hasEksProperties()).isFalse();
    var container = detail.getContainer();
    assertThat(container.getJobRoleArn()).isEqualTo("arn:role");
    assertThat(container.getCommandList()).containsExactly("echo", "x");
    assertThat(container.getEnvironment(0).getValue()).isEqualTo("1");
    assertThat(container.getResourceRequirementsList())
        .extracting(r -> r.getType())
        .containsExactly(ResourceType.RESOURCE_TYPE_VCPU, ResourceType.RESOURCE_TYPE_MEMORY);
    assertThat(container.hasVcpus()).isFalse();
  }
}
