package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
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

  private static final List<String> ENVIRONMENTS = List.of(ON_DEMAND, SPOT);
  private static final List<String> QUEUES = List.of(URGENT, ROUTINE);

  private final Pools pools;

  Fleet(Api api) {
    this.pools = new Pools(api);
  }

  /** Makes the environments and returns once they are VALID. */
  void createEnvironments() {
    pools.environment(ON_DEMAND, CRType.CR_TYPE_EC2, ON_DEMAND_VCPUS, TYPES);
    pools.environment(SPOT, CRType.CR_TYPE_SPOT, SPOT_VCPUS, TYPES);
    Wait.until(
        "environments to become VALID",
        PATIENCE,
        () -> pools.environmentsValid(ENVIRONMENTS),
        this::standing);
  }

  /** Makes the queues and returns once they are VALID. */
  void createQueues() {
    pools.queue(URGENT, 10, List.of(ON_DEMAND, SPOT));
    pools.queue(ROUTINE, 1, List.of(SPOT, ON_DEMAND));
    Wait.until("queues to become VALID", PATIENCE, () -> pools.queuesValid(QUEUES), () -> "");
  }

  /** The environments as they are shown now. */
  List<ComputeEnvironmentDetail> environments() {
    return pools.environments(ENVIRONMENTS);
  }

  private String standing() {
    return environments().stream()
        .map(e -> e.getComputeEnvironmentName() + " " + e.getStatus() + ": " + e.getStatusReason())
        .toList()
        .toString();
  }
}
