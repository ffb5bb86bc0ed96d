package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import io.longshore.api.batch.v1.EksConfiguration;
import io.longshore.api.batch.v1.EksContainer;
import io.longshore.api.batch.v1.EksContainerEnvironmentVariable;
import io.longshore.api.batch.v1.EksContainerResourceRequirements;
import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.batch.v1.EksProperties;
import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.JQStatus;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobsRequest;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.stack.Stack;
import io.longshore.standalone.stack.StackSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Many equal jobs of a second, each writing its id to a ledger as it starts. */
final class Bulk {

  private static final String NAME = "bulk";
  private static final int MAXIMUM_VCPUS = 32;
  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Appends in one write and syncs: a line is whole, and on disk, or it is not there. */
  private static final String PROGRAM =
      "echo $AWS_BATCH_JOB_ID | dd of=$LEDGER oflag=append conv=notrunc,fsync status=none"
          + " && exec sleep 1";

  private final Api api;
  private final Path ledger;

  Bulk(Api api, Path ledger) {
    this.api = api;
    this.ledger = ledger;
  }

  static StackSettings settings() {
    return new StackSettings(
        CommandProcess.root(),
        Map.of(),
        List.of("--boot-delay=1s..2s", "--launch-delay=100ms..200ms"));
  }

  /** An environment, a queue and a definition. */
  void prepare() {
    createEnvironment();
    await().atMost(PATIENCE).until(this::environmentIsValid);
    var order = ComputeEnvironmentOrder.newBuilder().setOrder(1).setComputeEnvironment(NAME);
    var queue =
        CreateJobQueueRequest.newBuilder()
            .setJobQueueName(NAME)
            .setState(JQState.JQ_STATE_ENABLED)
            .setPriority(1)
            .addComputeEnvironmentOrder(order);
    assertThat(api.calls().createJobQueue(queue.build()).getJobQueueArn()).isNotEmpty();
    await().atMost(PATIENCE).until(this::queueIsValid);
    register();
  }

  /** Submits them and gives back their ids. */
  List<String> submit(int jobs) {
    var ids = new ArrayList<String>();
    for (int from = 0; from < jobs; from += BATCH) {
      var request = SubmitJobsRequest.newBuilder();
      for (int i = from; i < Math.min(jobs, from + BATCH); i++) {
        request.addEntries(
            SubmitJobRequest.newBuilder()
                .setJobName(NAME + "-" + i)
                .setJobQueue(NAME)
                .setJobDefinition(NAME)
                .setClientToken("token-" + i));
      }
      for (var result : api.calls().submitJobs(request.build()).getResultsList()) {
        assertThat(result.hasJob()).as(result.getError().getMessage()).isTrue();
        ids.add(result.getJob().getJobId());
      }
    }
    return ids;
  }

  /** How many are in a status. */
  int count(JobStatus status) {
    return api.list(
            ListJobsRequest.newBuilder()
                .setJobQueue(NAME)
                .setJobStatus(status)
                .setMaxResults(1000)
                .build())
        .size();
  }

  private void createEnvironment() {
    var resources =
        ComputeResource.newBuilder()
            .setType(CRType.CR_TYPE_EC2)
            .setAllocationStrategy(CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE)
            .setMinVcpus(0)
            .setMaxVcpus(MAXIMUM_VCPUS)
            .addInstanceTypes("m6i.2xlarge")
            .addSubnets("subnet-0a0a0a0a")
            .addSecurityGroupIds("sg-0a0a0a0a")
            .setInstanceRole("longshore-node");
    var request =
        CreateComputeEnvironmentRequest.newBuilder()
            .setComputeEnvironmentName(NAME)
            .setType(CEType.CE_TYPE_MANAGED)
            .setComputeResources(resources)
            .setEksConfiguration(
                EksConfiguration.newBuilder()
                    .setEksClusterArn(Stack.CLUSTER)
                    .setKubernetesNamespace(Stack.NAMESPACE));
    assertThat(api.calls().createComputeEnvironment(request.build()).getComputeEnvironmentArn())
        .isNotEmpty();
  }

  private void register() {
    var container =
        EksContainer.newBuilder()
            .setName("main")
            .setImage("busybox")
            .addAllCommand(List.of("sh", "-c", PROGRAM))
            .addEnv(
                EksContainerEnvironmentVariable.newBuilder()
                    .setName("LEDGER")
                    .setValue(ledger.toString()))
            .setResources(
                EksContainerResourceRequirements.newBuilder()
                    .putLimits("cpu", "1")
                    .putLimits("memory", "64Mi"));
    var definition =
        RegisterJobDefinitionRequest.newBuilder()
            .setJobDefinitionName(NAME)
            .setType(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER)
            .setEksProperties(
                EksProperties.newBuilder()
                    .setPodProperties(EksPodProperties.newBuilder().addContainers(container)));
    assertThat(api.calls().registerJobDefinition(definition.build()).getRevision()).isPositive();
  }

  private boolean environmentIsValid() {
    return api
        .calls()
        .describeComputeEnvironments(
            DescribeComputeEnvironmentsRequest.newBuilder().addComputeEnvironments(NAME).build())
        .getComputeEnvironmentsList()
        .stream()
        .anyMatch(environment -> environment.getStatus() == CEStatus.CE_STATUS_VALID);
  }

  private boolean queueIsValid() {
    return api
        .calls()
        .describeJobQueues(DescribeJobQueuesRequest.newBuilder().addJobQueues(NAME).build())
        .getJobQueuesList()
        .stream()
        .anyMatch(queue -> queue.getStatus() == JQStatus.JQ_STATUS_VALID);
  }
}
