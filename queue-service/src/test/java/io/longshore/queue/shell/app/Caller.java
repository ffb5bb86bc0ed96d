package io.longshore.queue.shell.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.longshore.api.batch.v1.BatchServiceGrpc;
import io.longshore.api.batch.v1.BatchServiceGrpc.BatchServiceBlockingStub;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.EksConfiguration;
import io.longshore.api.batch.v1.EksContainer;
import io.longshore.api.batch.v1.EksContainerResourceRequirements;
import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.batch.v1.EksProperties;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.SubmitJobRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A user of the public API. */
final class Caller implements AutoCloseable {

  private final ManagedChannel channel;

  Caller(int port) {
    channel = ManagedChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  ManagedChannel channel() {
    return channel;
  }

  BatchServiceBlockingStub api() {
    return BatchServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  /** Environment, queue and definition of one name, once they are there; each is made once. */
  void ready(String name) {
    if (environments(name).isEmpty()) {
      String arn = createEnvironment(name);
      Others.placementServes(name);
      Others.capacityJudges(arn, false);
      Others.soon().until(() -> status(name) == CEStatus.CE_STATUS_VALID);
      api().createJobQueue(queue(name).build());
      register(name);
    }
  }

  /** An environment in a cluster of the same name; gives its ARN. */
  String createEnvironment(String name) {
    return api().createComputeEnvironment(environment(name).build()).getComputeEnvironmentArn();
  }

  static CreateComputeEnvironmentRequest.Builder environment(String name) {
    var request =
        CreateComputeEnvironmentRequest.newBuilder()
            .setComputeEnvironmentName(name)
            .setType(CEType.CE_TYPE_MANAGED)
            .setEksConfiguration(
                EksConfiguration.newBuilder()
                    .setEksClusterArn(name)
                    .setKubernetesNamespace("batch"));
    request
        .getComputeResourcesBuilder()
        .setType(CRType.CR_TYPE_EC2)
        .setAllocationStrategy(CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE)
        .setMinVcpus(0)
        .setMaxVcpus(64)
        .addInstanceTypes("m5.large")
        .addSubnets("subnet-1")
        .addSecurityGroupIds("sg-1")
        .setInstanceRole("batch-node");
    return request;
  }

  List<ComputeEnvironmentDetail> environments(String name) {
    return api()
        .describeComputeEnvironments(
            DescribeComputeEnvironmentsRequest.newBuilder().addComputeEnvironments(name).build())
        .getComputeEnvironmentsList();
  }

  CEStatus status(String environment) {
    return environments(environment).getFirst().getStatus();
  }

  static CreateJobQueueRequest.Builder queue(String name) {
    var request = CreateJobQueueRequest.newBuilder().setJobQueueName(name).setPriority(1);
    request.addComputeEnvironmentOrderBuilder().setOrder(1).setComputeEnvironment(name);
    return request;
  }

  void register(String name) {
    var container =
        EksContainer.newBuilder()
            .setName("main")
            .setImage("busybox")
            .addCommand("true")
            .setResources(
                EksContainerResourceRequirements.newBuilder()
                    .putLimits("cpu", "1")
                    .putLimits("memory", "512Mi"));
    api()
        .registerJobDefinition(
            RegisterJobDefinitionRequest.newBuilder()
                .setJobDefinitionName(name)
                .setType(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER)
                .setEksProperties(
                    EksProperties.newBuilder()
                        .setPodProperties(EksPodProperties.newBuilder().addContainers(container)))
                .build());
  }

  /** A submission to the queue and by the definition of a name. */
  static SubmitJobRequest.Builder job(String name) {
    return SubmitJobRequest.newBuilder()
        .setJobName("a-job")
        .setJobQueue(name)
        .setJobDefinition(name);
  }

  JobDetail describe(String jobId) {
    return api().describeJobs(DescribeJobsRequest.newBuilder().addJobs(jobId).build()).getJobs(0);
  }

  /** The refusal of a call. */
  static com.google.rpc.Status refused(Status.Code code, Runnable call) {
    var failure = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(failure).isNotNull();
    assertThat(failure.getStatus().getCode()).as(failure.getMessage()).isEqualTo(code);
    return StatusProto.fromThrowable(failure);
  }

  /** The member that a refusal names. */
  static String field(com.google.rpc.Status status) {
    try {
      for (var detail : status.getDetailsList()) {
        if (detail.is(BadRequest.class)) {
          return detail.unpack(BadRequest.class).getFieldViolations(0).getField();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    return "";
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
