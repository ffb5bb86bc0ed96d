package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import io.longshore.api.batch.v1.EksConfiguration;
import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.JQStatus;
import io.longshore.standalone.stack.Stack;
import java.util.List;

/** Makes environments and queues on a stack, and says whether they can be used. */
public final class Pools {

  private final Api api;

  /** Makes them through this. */
  public Pools(Api api) {
    this.api = api;
  }

  /**
   * Makes an environment with a minimum of 0 vCPUs.
   *
   * @return its ARN
   */
  public String environment(String name, CRType market, int maximumVcpus, List<String> types) {
    var strategy =
        market == CRType.CR_TYPE_SPOT
            ? CRAllocationStrategy.CR_ALLOCATION_STRATEGY_SPOT_PRICE_CAPACITY_OPTIMIZED
            : CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE;
    var resources =
        ComputeResource.newBuilder()
            .setType(market)
            .setAllocationStrategy(strategy)
            .setMinVcpus(0)
            .setMaxVcpus(maximumVcpus)
            .addAllInstanceTypes(types)
            .addSubnets("subnet-0a0a0a0a")
            .addSecurityGroupIds("sg-0a0a0a0a")
            .setInstanceRole("longshore-node");
    var cluster =
        EksConfiguration.newBuilder()
            .setEksClusterArn(Stack.CLUSTER)
            .setKubernetesNamespace(Stack.NAMESPACE);
    return api.calls()
        .createComputeEnvironment(
            CreateComputeEnvironmentRequest.newBuilder()
                .setComputeEnvironmentName(name)
                .setType(CEType.CE_TYPE_MANAGED)
                .setComputeResources(resources)
                .setEksConfiguration(cluster)
                .build())
        .getComputeEnvironmentArn();
  }

  /**
   * Makes a queue over environments in their order.
   *
   * @return its ARN
   */
  public String queue(String name, int priority, List<String> environments) {
    var request =
        CreateJobQueueRequest.newBuilder()
            .setJobQueueName(name)
            .setState(JQState.JQ_STATE_ENABLED)
            .setPriority(priority);
    for (int order = 0; order < environments.size(); order++) {
      request.addComputeEnvironmentOrder(
          ComputeEnvironmentOrder.newBuilder()
              .setOrder(order + 1)
              .setComputeEnvironment(environments.get(order)));
    }
    return api.calls().createJobQueue(request.build()).getJobQueueArn();
  }

  /** Those of these environments that there are. */
  public List<ComputeEnvironmentDetail> environments(List<String> names) {
    var request =
        DescribeComputeEnvironmentsRequest.newBuilder().addAllComputeEnvironments(names).build();
    return api.calls().describeComputeEnvironments(request).getComputeEnvironmentsList();
  }

  /** Whether all of these environments are there and VALID. */
  public boolean environmentsValid(List<String> names) {
    var environments = environments(names);
    return environments.size() == names.size()
        && environments.stream().allMatch(e -> e.getStatus() == CEStatus.CE_STATUS_VALID);
  }

  /** Whether all of these queues are there and VALID. */
  public boolean queuesValid(List<String> names) {
    var request = DescribeJobQueuesRequest.newBuilder().addAllJobQueues(names).build();
    var queues = api.calls().describeJobQueues(request).getJobQueuesList();
    return queues.size() == names.size()
        && queues.stream().allMatch(queue -> queue.getStatus() == JQStatus.JQ_STATUS_VALID);
  }
}
