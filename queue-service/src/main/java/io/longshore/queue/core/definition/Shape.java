package io.longshore.queue.core.definition;

/**
 * What a launch asks for.
 *
 * @param vcpuMillis thousandths of a vCPU
 * @param memoryBytes bytes of memory
 * @param gpus whole GPUs
 */
public record Shape(long vcpuMillis, long memoryBytes, long gpus) {

  /** Nothing. */
  public static final Shape NONE = new Shape(0, 0, 0);

  /** Both at once. */
  public Shape plus(Shape other) {
    return new Shape(
        vcpuMillis + other.vcpuMillis, memoryBytes + other.memoryBytes, gpus + other.gpus);
  }

  /** Enough for either, one after the other. */
  public Shape max(Shape other) {
    return new Shape(
        Math.max(vcpuMillis, other.vcpuMillis),
        Math.max(memoryBytes, other.memoryBytes),
        Math.max(gpus, other.gpus));
  }

  /**
   * What Kubernetes reserves for the pod: the sum of its containers, or the largest init container
   * where that asks for more, because those run before the others and one at a time.
   */
  public static Shape of(Pod pod) {
    Shape sum = pod.containers().stream().map(Shape::of).reduce(NONE, Shape::plus);
    Shape first = pod.initContainers().stream().map(Shape::of).reduce(NONE, Shape::max);
    return sum.max(first);
  }

  private static Shape of(Pod.Container container) {
    var amounts = container.resources();
    return new Shape(
        Quantities.millis(requested(amounts, Quantities.CPU)),
        Quantities.bytes(requested(amounts, Quantities.MEMORY)),
        Quantities.count(requested(amounts, Quantities.GPU)));
  }

  /** Requests place a pod; where only a limit is given, it is the request. */
  private static String requested(Pod.Amounts amounts, String resource) {
    String request = amounts.requests().get(resource);
    return request != null ? request : amounts.limits().getOrDefault(resource, "");
  }
}
