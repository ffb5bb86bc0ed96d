package io.longshore.placement.core;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Countable resources.
 *
 * @param vcpuMillis thousandths of a vCPU
 * @param memoryBytes bytes of memory
 * @param gpus whole GPUs ({@code nvidia.com/gpu})
 * @param other other resources by Kubernetes name, in their base unit
 */
public record Amounts(long vcpuMillis, long memoryBytes, long gpus, Map<String, Long> other) {

  /** Nothing. */
  public static final Amounts NONE = new Amounts(0, 0, 0, Map.of());

  /** Kubernetes' name of the GPUs that AWS Batch knows. */
  public static final String GPU = "nvidia.com/gpu";

  /** Keeps the map sorted, so that equal amounts print and encode alike. */
  public Amounts {
    other = Collections.unmodifiableMap(new TreeMap<>(other));
  }

  /** Reads Kubernetes' map of quantities; {@code pods} is not an amount and is left out. */
  public static Amounts of(Map<String, String> quantities) {
    long cpu = 0;
    long memory = 0;
    long gpu = 0;
    var other = new TreeMap<String, Long>();
    for (var q : quantities.entrySet()) {
      switch (q.getKey()) {
        case "cpu" -> cpu = Quantity.millis(q.getValue());
        case "memory" -> memory = Quantity.units(q.getValue());
        case GPU -> gpu = Quantity.units(q.getValue());
        case "pods" -> {}
        default -> other.put(q.getKey(), Quantity.units(q.getValue()));
      }
    }
    return new Amounts(cpu, memory, gpu, other);
  }

  /** The sum. */
  public Amounts plus(Amounts more) {
    var sum = new TreeMap<>(other);
    more.other.forEach((name, amount) -> sum.merge(name, amount, Long::sum));
    return new Amounts(
        vcpuMillis + more.vcpuMillis, memoryBytes + more.memoryBytes, gpus + more.gpus, sum);
  }

  /** What is left, never below nothing. What is not here is not taken. */
  public Amounts less(Amounts taken) {
    var left = new TreeMap<String, Long>();
    other.forEach(
        (name, amount) -> left.put(name, Math.max(0, amount - taken.other.getOrDefault(name, 0L))));
    return new Amounts(
        Math.max(0, vcpuMillis - taken.vcpuMillis),
        Math.max(0, memoryBytes - taken.memoryBytes),
        Math.max(0, gpus - taken.gpus),
        left);
  }

  /** The larger of each: how init containers and containers share a pod's room. */
  public Amounts max(Amounts that) {
    var larger = new TreeMap<>(other);
    that.other.forEach((name, amount) -> larger.merge(name, amount, Math::max));
    return new Amounts(
        Math.max(vcpuMillis, that.vcpuMillis),
        Math.max(memoryBytes, that.memoryBytes),
        Math.max(gpus, that.gpus),
        larger);
  }
}
