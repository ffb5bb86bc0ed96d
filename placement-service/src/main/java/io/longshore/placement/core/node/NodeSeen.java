package io.longshore.placement.core.node;

import io.longshore.placement.core.Amounts;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node as the API server showed it.
 *
 * @param createdAt when its object was made
 * @param providerId the cloud's word for it ("aws:///us-east-1a/i-0abc"), empty where there is none
 * @param allocatable what pods of all kinds may ask for
 * @param maxPods most pods of all kinds
 * @param ready condition Ready is True
 * @param cordoned it is marked unschedulable
 */
public record NodeSeen(
    String name,
    String uid,
    Instant createdAt,
    Map<String, String> labels,
    String providerId,
    Amounts allocatable,
    int maxPods,
    boolean ready,
    boolean cordoned,
    List<Taint> taints,
    String architecture) {

  /** Keeps labels sorted by key. */
  public NodeSeen {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    taints = List.copyOf(taints);
  }

  /** A taint; the effect in Kubernetes' words. */
  public record Taint(String key, String value, String effect) {}

  /** The EC2 instance's id, empty where the provider's id names none. */
  String instanceId() {
    String last = providerId.substring(providerId.lastIndexOf('/') + 1);
    return last.startsWith("i-") ? last : "";
  }
}
