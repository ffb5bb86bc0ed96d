package io.longshore.capacity.core;

/**
 * What EC2 says of an instance type.
 *
 * @param name such as {@code m6i.large}
 * @param vcpus whole vCPUs
 * @param memoryBytes memory as listed, before the hypervisor takes its part
 * @param gpus NVIDIA GPUs
 * @param architecture as Kubernetes names it: {@code amd64} or {@code arm64}
 * @param maxPods pods that its network interfaces have addresses for
 * @param traits what it can be bought as
 */
public record InstanceType(
    String name,
    int vcpus,
    long memoryBytes,
    int gpus,
    String architecture,
    int maxPods,
    Traits traits) {

  /** Whether it is bare metal, and which markets sell it. */
  public record Traits(boolean bareMetal, boolean onDemand, boolean spot) {
    /** An ordinary virtual machine in both markets. */
    public static final Traits ORDINARY = new Traits(false, true, true);
  }

  /** Refuses a type that holds nothing. */
  public InstanceType {
    if (vcpus < 1 || memoryBytes < 1 || gpus < 0) {
      throw new IllegalArgumentException("not an instance type: " + name);
    }
  }

  /** The part before the dot: {@code m6i} of {@code m6i.large}. */
  public String family() {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** What EC2 says that it has. */
  public Amounts capacity() {
    return Amounts.of(vcpus * 1000L, memoryBytes, gpus);
  }

  /** Whether {@code market} sells it. */
  public boolean soldOn(Market market) {
    return switch (market) {
      case ON_DEMAND -> traits.onDemand();
      case SPOT -> traits.spot();
    };
  }
}
