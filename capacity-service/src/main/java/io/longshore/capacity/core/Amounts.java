package io.longshore.capacity.core;

import java.util.Map;
import java.util.TreeMap;

/**
 * How much of each thing.
 *
 * @param vcpuMillis thousandths of a vCPU
 * @param memoryBytes bytes
 * @param gpus whole GPUs
 * @param other other countable resources by Kubernetes' name
 */
public record Amounts(long vcpuMillis, long memoryBytes, long gpus, Map<String, Long> other) {

  /** Nothing of anything. */
  public static final Amounts NONE = new Amounts(0, 0, 0, Map.of());

  /** Copies and sorts. */
  public Amounts {
    other = Map.copyOf(other);
  }

  /** vCPUs, memory and GPUs alone. */
  public static Amounts of(long vcpuMillis, long memoryBytes, long gpus) {
    return new Amounts(vcpuMillis, memoryBytes, gpus, Map.of());
  }

  /** This without {@code count} times {@code each}; may go below nothing. */
  public Amounts minus(Amounts each, long count) {
    Map<String, Long> left = other;
    if (!each.other.isEmpty()) {
      left = new TreeMap<>(other);
      for (var part : each.other.entrySet()) {
        left.merge(part.getKey(), -part.getValue() * count, Long::sum);
      }
    }
    return new Amounts(
        vcpuMillis - each.vcpuMillis * count,
        memoryBytes - each.memoryBytes * count,
        gpus - each.gpus * count,
        left);
  }

  /** The smaller of both, thing by thing. */
  public Amounts floor(Amounts that) {
    var least = new TreeMap<String, Long>();
    other.forEach(
        (name, amount) -> least.put(name, Math.min(amount, that.other.getOrDefault(name, 0L))));
    return new Amounts(
        Math.min(vcpuMillis, that.vcpuMillis),
        Math.min(memoryBytes, that.memoryBytes),
        Math.min(gpus, that.gpus),
        least);
  }

  /** How many of {@code each} fit in here, at most {@code limit}. */
  public long holds(Amounts each, long limit) {
    long count = share(vcpuMillis, each.vcpuMillis, limit);
    count = share(memoryBytes, each.memoryBytes, count);
    count = share(gpus, each.gpus, count);
    for (var need : each.other.entrySet()) {
      count = share(other.getOrDefault(need.getKey(), 0L), need.getValue(), count);
    }
    return count;
  }

  private static long share(long have, long need, long limit) {
    if (need <= 0) {
      return limit;
    }
    return Math.min(limit, Math.max(0, have) / need);
  }
}
