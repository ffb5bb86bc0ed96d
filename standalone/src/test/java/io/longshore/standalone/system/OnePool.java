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
import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.JQStatus;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.stack.Stack;
import java.time.Duration;

/** An On-Demand environment and a queue over it, both of one name. */
record OnePool(Api api, String name) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Makes both and returns once they are VALID. */
  static void create(Api api, String name, int maximumVcpus, String instanceType) {
    var pool = new OnePool(api, name);
    pool.createEnvironment(maximumVcpus, instanceType);
    await().atMost(PATIENCE).until(pool::environmentIsValid);
    pool.createQueue();
    await().atMost(PATIENCE).until(pool::queueIsValid);
  }

  private void createQueue() {
    var order = ComputeEnvironmentOrder.newBuilder().setOrder(1).setComputeEnvironment(name);
    var queue =
        CreateJobQueueRequest.newBuilder()
            .setJobQueueName(name)
            .setState(JQState.JQ_STATE_ENABLED)
            .setPriority(1)
            .addComputeEnvironmentOrder(order);
    assertThat(api.calls().createJobQueue(queue.build()).getJobQueueArn()).isNotEmpty();
  }

  private void createEnvironment(int maximumVcpus, String instanceType) {
    var resources =
        ComputeResource.newBuilder()
            .setType(CRType.CR_TYPE_EC2)
            .setAllocationStrategy(CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE)
            .setMinVcpus(0)
            .setMaxVcpus(maximumVcpus)
            .addInstanceTypes(instanceType)
            .addSubnets("subnet-0a0a0a0a")
            .addSecurityGroupIds("sg-0a0a0a0a")
            .setInstanceRole("longshore-node");
    var request =
        CreateComputeEnvironmentRequest.newBuilder()
            .setComputeEnvironmentName(name)
            .setType(CEType.CE_TYPE_MANAGED)
            .setComputeResources(resources)
            .setEksConfiguration(
                EksConfiguration.newBuilder()
                    .setEksClusterArn(Stack.CLUSTER)
                    .setKubernetesNamespace(Stack.NAMESPACE));
    assertThat(api.calls().createComputeEnvironment(request.build()).getComputeEnvironmentArn())
        .isNotEmpty();
  }

  private boolean environmentIsValid() {
    return api
        .calls()
        .describeComputeEnvironments(
            DescribeComputeEnvironmentsRequest.newBuilder().addComputeEnvironments(name).build())
        .getComputeEnvironmentsList()
        .stream()
        .anyMatch(environment -> environment.getStatus() == CEStatus.CE_STATUS_VALID);
  }

  private boolean queueIsValid() {
    return api
        .calls()
        .describeJobQueues(DescribeJobQueuesRequest.newBuilder().addJobQueues(name).build())
        .getJobQueuesList()
        .stream()
        .anyMatch(queue -> queue.getStatus() == JQStatus.JQ_STATUS_VALID);
  }
}
