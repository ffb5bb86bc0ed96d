package io.longshore.capacity.core.choose;

import io.longshore.capacity.core.Amounts;
import io.longshore.capacity.core.InstanceType;

/**
 * What of an instance is not there for batch pods: kubelet's own reservations as EKS's images make
 * them, the hypervisor's part of the listed memory, and a guess for DaemonSets. Used only until a
 * node has joined; from then on the scheduler goes by what the node itself says.
 *
 * @param kubelet whether kubelet reserves as EKS's images let it: CPU 60m, 10m, twice 5m, then 2.5m
 *     a core; memory 11 MiB a pod, 255 MiB, and 100 MiB before eviction
 * @param memoryPercent part of the listed memory that the operating system never sees
 * @param vcpuMillis guess for DaemonSets
 * @param memoryBytes guess for DaemonSets
 * @param pods guess for DaemonSets
 */
public record Reserve(
    boolean kubelet, int memoryPercent, long vcpuMillis, long memoryBytes, int pods) {

  /** Nothing is reserved. */
  public static final Reserve NONE = new Reserve(false, 0, 0, 0, 0);

  private static final long MIB = 1L << 20;

  /** What is left of {@code type} for batch pods. */
  public Room of(InstanceType type) {
    long vcpus = type.vcpus() * 1000L - vcpuMillis;
    long memory = type.memoryBytes() - type.memoryBytes() * memoryPercent / 100 - memoryBytes;
    if (kubelet) {
      vcpus -= kubeletMillis(type.vcpus());
      memory -= (11L * type.maxPods() + 255 + 100) * MIB;
    }
    return new Room(
        Amounts.of(Math.max(0, vcpus), Math.max(0, memory), type.gpus()),
        Math.max(0, type.maxPods() - pods));
  }

  private static long kubeletMillis(int cores) {
    long micros = 60_000;
    micros += cores > 1 ? 10_000 : 0;
    micros += 5_000L * Math.max(0, Math.min(cores, 4) - 2);
    micros += 2_500L * Math.max(0, cores - 4);
    return Math.ceilDiv(micros, 1000);
  }
}
