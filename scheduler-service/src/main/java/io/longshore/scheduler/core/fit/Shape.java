package io.longshore.scheduler.core.fit;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a launch asks for and where it may run. Jobs of equal shape are interchangeable for
 * placement and share one object.
 *
 * @param requests what it asks for
 * @param architecture as Kubernetes names it, empty for any
 * @param nodeSelector labels that the node must carry
 */
public record Shape(Resources requests, String architecture, Map<String, String> nodeSelector)
    implements Comparable<Shape> {

  private static final Comparator<Shape> ORDER =
      Comparator.comparingLong((Shape s) -> s.requests.vcpuMillis())
          .thenComparingLong(s -> s.requests.memoryBytes())
          .thenComparingLong(s -> s.requests.gpus())
          .thenComparing(s -> s.architecture)
          .thenComparing(s -> new TreeMap<>(s.requests.other()).toString())
          .thenComparing(s -> new TreeMap<>(s.nodeSelector).toString());

  public Shape {
    nodeSelector = nodeSelector.isEmpty() ? Map.of() : Map.copyOf(nodeSelector);
  }

  /** Anything that can run the other can run this. */
  public boolean coveredBy(Shape other) {
    return requests.fitsIn(other.requests)
        && (architecture.isEmpty() || architecture.equals(other.architecture))
        && other.nodeSelector.entrySet().containsAll(nodeSelector.entrySet());
  }

  /** A node may run it, given the room. */
  public boolean suits(Node node) {
    return (architecture.isEmpty() || architecture.equals(node.architecture()))
        && node.labels().entrySet().containsAll(nodeSelector.entrySet());
  }

  @Override
  public int compareTo(Shape other) {
    return ORDER.compare(this, other);
  }

  /** For people. */
  @Override
  public String toString() {
    return requests
        + (architecture.isEmpty() ? "" : " on " + architecture)
        + (nodeSelector.isEmpty() ? "" : " with " + new TreeMap<>(nodeSelector));
  }
}
