package io.longshore.capacity.core;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a launch asks for and where it may run.
 *
 * @param requests how much
 * @param architecture as Kubernetes names it ("amd64", "arm64"); empty: any
 * @param nodeSelector labels that the node must carry
 */
public record Shape(Amounts requests, String architecture, Map<String, String> nodeSelector) {

  /** Copies. */
  public Shape {
    nodeSelector = Map.copyOf(nodeSelector);
  }

  /** A name that equal shapes share. */
  public String fingerprint() {
    return Fingerprint.of(
        requests.vcpuMillis(),
        requests.memoryBytes(),
        requests.gpus(),
        new TreeMap<>(requests.other()),
        architecture,
        new TreeMap<>(nodeSelector));
  }
}
