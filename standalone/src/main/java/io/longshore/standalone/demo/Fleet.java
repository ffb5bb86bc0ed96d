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
import java.time.Duration;
import java.util.List;

/** Two environments, and two queues over both of them. */
final class Fleet {

  static final String ON_DEMAND = "on-demand";
  static final String SPOT = "spot";

  /** The queue of higher priority: On-Demand first. */
  static final String URGENT = "urgent";

  /** The queue of lower priority: Spot first. */
  static final String ROUTINE = "routine";

  private static final int ON_DEMAND_VCPUS = 8;
  private static final int SPOT_VCPUS = 8;

  /**
   * Jobs of one vCPU that run at once when all capacity is there: of an instance's four vCPUs the
   * kubelet keeps a part of one for itself, as on EKS, so three jobs fit.
   */
  static final int SLOTS = (ON_DEMAND_VCPUS + SPOT_VCPUS) / 4 * 3;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> TYPES = List.of("m6i.xlarge", "c6i.xlarge");

  private final Api api;

  Fleet(Api api) {
    this.api = api;
  }

  /** Makes the environments and returns once they are VALID. */
  void createEnvironments() {
    create(ON_DEMAND, CRType.CR_TYPE_EC2, ON_DEMAND_VCPUS);
    create(SPOT, CRType.CR_TYPE_SPOT, SPOT_VCPUS);
    Wait.until("environments to become VALID", PATIENCE, this::environmentsValid, this::standing);
  }

  /** Makes the queues and returns once they are VALID. */
  void createQueues() {
    create(URGENT, 10, List.of(ON_DEMAND, SPOT));
    create(ROUTINE, 1, List.of(SPOT, ON_DEMAND));
    Wait.until("queues to become VALID", PATIENCE, this::queuesValid, () -> "");
  }

  /** The environments as they are shown now. */
  List<ComputeEnvironmentDetail> environments() {
    var request =
        DescribeComputeEnvironmentsRequest.newBuilder()
            .addComputeEnvironments(ON_DEMAND)
            .addComputeEnvironments(SPOT)
            .build();
    return api.calls().describeComputeEnvironments(request).getComputeEnvironmentsList();
  }

  private void create(String name, CRType market, int maximum) {
    var strategy =
        market == CRType.CR_TYPE_SPOT
            ? CRAllocationStrategy.CR_ALLOCATION_STRATEGY_SPOT_PRICE_CAPACITY_OPTIMIZED
            : CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE;
    var resources =
        ComputeResource.newBuilder()
            .setType(market)
            .setAllocationStrategy(strategy)
            .setMinVcpus(0)
            .setMaxVcpus(maximum)
            .addAllInstanceTypes(TYPES)
            .addSubnets("subnet-0a0a0a0a")
            .addSecurityGroupIds("sg-0a0a0a0a")
            .setInstanceRole("longshore-node");
    var cluster =
        EksConfiguration.newBuilder()
            .setEksClusterArn(Stack.CLUSTER)
            .setKubernetesNamespace(Stack.NAMESPACE);
    api.calls()
        .createComputeEnvironment(
            CreateComputeEnvironmentRequest.newBuilder()
                .setComputeEnvironmentName(name)
                .setType(CEType.CE_TYPE_MANAGED)
                .setComputeResources(resources)
                .setEksConfiguration(cluster)
                .build());
  }

  private void create(String name, int priority, List<String> environments) {
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
    api.calls().createJobQueue(request.build());
  }

  private boolean environmentsValid() {
    var environments = environments();
    return environments.size() == 2
        && environments.stream().allMatch(e -> e.getStatus() == CEStatus.CE_STATUS_VALID);
  }

  private boolean queuesValid() {
    var request =
        DescribeJobQueuesRequest.newBuilder().addJobQueues(URGENT).addJobQueues(ROUTINE).build();
    var queues = api.calls().describeJobQueues(request).getJobQueuesList();
    return queues.size() == 2
        && queues.stream().allMatch(queue -> queue.getStatus() == JQStatus.JQ_STATUS_VALID);
  }

  private String standing() {
    return environments().stream()
        .map(e -> e.getComputeEnvironmentName() + " " + e.getStatus() + ": " + e.getStatusReason())
        .toList()
        .toString();
  }
}
