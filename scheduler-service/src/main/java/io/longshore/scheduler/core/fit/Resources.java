package io.longshore.scheduler.core.fit;

import java.util.Map;
import java.util.TreeMap;

/**
 * Amounts of what a node has and a launch asks for. A difference may be negative: a node that
 * shrank below what is reserved on it.
 *
 * @param vcpuMillis thousandths of a vCPU
 * @param memoryBytes bytes
 * @param gpus whole GPUs
 * @param other other countable resources by Kubernetes name, in their base unit
 */
public record Resources(long vcpuMillis, long memoryBytes, long gpus, Map<String, Long> other) {
  public static final Resources NONE = new Resources(0, 0, 0, Map.of());

  public Resources {
    other = other.isEmpty() ? Map.of() : Map.copyOf(other);
  }

  public Resources plus(Resources more) {
    return new Resources(
        vcpuMillis + more.vcpuMillis,
        memoryBytes + more.memoryBytes,
        gpus + more.gpus,
        combined(more, 1));
  }

  public Resources minus(Resources less) {
    return new Resources(
        vcpuMillis - less.vcpuMillis,
        memoryBytes - less.memoryBytes,
        gpus - less.gpus,
        combined(less, -1));
  }

  public Resources times(long count) {
    var scaled = new TreeMap<String, Long>();
    other.forEach((name, amount) -> scaled.put(name, amount * count));
    return new Resources(vcpuMillis * count, memoryBytes * count, gpus * count, scaled);
  }

  private Map<String, Long> combined(Resources with, int sign) {
    if (with.other.isEmpty()) {
      return other;
    }
    var sum = new TreeMap<>(other);
    with.other.forEach((name, amount) -> sum.merge(name, sign * amount, Long::sum));
    sum.values().removeIf(amount -> amount == 0);
    return sum;
  }

  /** All of it can be had from that room. */
  public boolean fitsIn(Resources room) {
    return vcpuMillis <= room.vcpuMillis
        && memoryBytes <= room.memoryBytes
        && gpus <= room.gpus
        && otherFitsIn(room);
  }

  private boolean otherFitsIn(Resources room) {
    for (var amount : other.entrySet()) {
      if (amount.getValue() > room.other.getOrDefault(amount.getKey(), 0L)) {
        return false;
      }
    }
    return true;
  }

  /** How often it fits in that room, at most {@code most} times. */
  public long timesIn(Resources room, long most) {
    if (!fitsIn(room)) {
      return 0;
    }
    var times = most;
    times = vcpuMillis > 0 ? Math.min(times, room.vcpuMillis / vcpuMillis) : times;
    times = memoryBytes > 0 ? Math.min(times, room.memoryBytes / memoryBytes) : times;
    times = gpus > 0 ? Math.min(times, room.gpus / gpus) : times;
    for (var amount : other.entrySet()) {
      if (amount.getValue() > 0) {
        times = Math.min(times, room.other.getOrDefault(amount.getKey(), 0L) / amount.getValue());
      }
    }
    return times;
  }

  /** For people, such as {@code 2 vCPU, 4096 MiB, 1 GPU}. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    text.append(vcpuMillis % 1000 == 0 ? vcpuMillis / 1000 : vcpuMillis / 1000.0).append(" vCPU, ");
    text.append(memoryBytes / (1024 * 1024)).append(" MiB");
    if (gpus != 0) {
      text.append(", ").append(gpus).append(" GPU");
    }
    new TreeMap<>(other).forEach((name, n) -> text.append(", ").append(n).append(' ').append(name));
    return text.toString();
  }
}
