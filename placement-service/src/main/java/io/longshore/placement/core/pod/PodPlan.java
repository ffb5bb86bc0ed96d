package io.longshore.placement.core.pod;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A pod, decided to the last field; the shell only spells it in Kubernetes' words. */
public record PodPlan(
    String namespace,
    String name,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<String> finalizers,
    String nodeName,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    boolean hostNetwork,
    String dnsPolicy,
    String serviceAccount,
    List<String> pullSecrets,
    @Nullable Boolean shareProcessNamespace,
    PodTemplate.@Nullable Security security,
    long terminationGraceSeconds,
    List<Container> initContainers,
    List<Container> containers,
    List<Volume> volumes) {

  /** Keeps maps sorted by key. */
  public PodPlan {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    nodeSelector = Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
  }

  /** Tolerates a taint by key and effect, whatever its value, without limit of time. */
  public record Toleration(String key, String effect) {}
}
