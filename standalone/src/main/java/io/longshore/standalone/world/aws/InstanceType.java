package io.longshore.standalone.world.aws;

import io.longshore.standalone.world.node.MachineSpec;

/**
 * What EC2 knows of an instance type.
 *
 * @param name such as {@code m5.large}
 * @param vcpus default vCPUs
 * @param memoryMib nominal memory
 * @param architecture as EC2 names it: {@code x86_64} or {@code arm64}
 * @param gpus number of GPUs
 * @param gpuName their name, empty without any
 * @param gpuMemoryMib memory of each
 * @param interfaces most network interfaces
 * @param addresses IPv4 addresses of each interface
 * @param usdPerHour On-Demand price
 */
public record InstanceType(
    String name,
    int vcpus,
    long memoryMib,
    String architecture,
    int gpus,
    String gpuName,
    long gpuMemoryMib,
    int interfaces,
    int addresses,
    double usdPerHour) {

  /** EKS's own limit for the largest types. */
  private static final int MOST_PODS = 737;

  static InstanceType parse(String line) {
    String[] f = line.split(",", -1);
    return new InstanceType(
        f[0],
        Integer.parseInt(f[1]),
        Long.parseLong(f[2]),
        f[3],
        Integer.parseInt(f[4]),
        f[5],
        Long.parseLong(f[6]),
        Integer.parseInt(f[7]),
        Integer.parseInt(f[8]),
        Double.parseDouble(f[9]));
  }

  /**
   * Pods that a node of this type may have: an address each, but for the interfaces' own, and two.
   */
  public int maxPods() {
    return Math.min(MOST_PODS, interfaces * (addresses - 1) + 2);
  }

  /** The type as hardware of a machine. */
  public MachineSpec.Hardware hardware() {
    String arch = architecture.equals("x86_64") ? "amd64" : "arm64";
    return new MachineSpec.Hardware(name, vcpus, memoryMib, gpus, arch, maxPods());
  }

  boolean burstable() {
    return name.startsWith("t");
  }
}
