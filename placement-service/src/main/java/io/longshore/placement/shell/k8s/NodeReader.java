package io.longshore.placement.shell.k8s;

import static io.longshore.placement.shell.k8s.PodReader.orEmpty;
import static io.longshore.placement.shell.k8s.PodReader.text;
import static io.longshore.placement.shell.k8s.PodReader.time;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.node.DaemonSeen;
import io.longshore.placement.core.node.ForeignPod;
import io.longshore.placement.core.node.NodeSeen;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads nodes, and who else holds room on them, from the API's form. */
final class NodeReader {

  private NodeReader() {}

  static NodeSeen node(Node node) {
    var status = node.getStatus();
    Map<String, String> allocatable = written(status == null ? null : status.getAllocatable());
    boolean ready =
        status != null
            && status.getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    Instant created = time(node.getMetadata().getCreationTimestamp());
    return new NodeSeen(
        node.getMetadata().getName(),
        node.getMetadata().getUid(),
        created == null ? Instant.EPOCH : created,
        orEmpty(node.getMetadata().getLabels()),
        text(node.getSpec().getProviderID()),
        Amounts.of(allocatable),
        (int) io.longshore.placement.core.Quantity.units(allocatable.getOrDefault("pods", "110")),
        ready,
        Boolean.TRUE.equals(node.getSpec().getUnschedulable()),
        node.getSpec().getTaints().stream()
            .map(t -> new NodeSeen.Taint(t.getKey(), text(t.getValue()), t.getEffect()))
            .toList(),
        status == null || status.getNodeInfo() == null
            ? ""
            : text(status.getNodeInfo().getArchitecture()));
  }

  /** A foreign pod; empty while it is on no node and once it has ended. */
  static Optional<ForeignPod> foreign(Pod pod) {
    String node = text(pod.getSpec().getNodeName());
    String phase = pod.getStatus() == null ? "" : text(pod.getStatus().getPhase());
    if (node.isEmpty() || phase.equals("Succeeded") || phase.equals("Failed")) {
      return Optional.empty();
    }
    String daemonSet =
        pod.getMetadata().getOwnerReferences().stream()
            .filter(o -> o.getKind().equals("DaemonSet"))
            .map(OwnerReference::getUid)
            .findFirst()
            .orElse("");
    return Optional.of(
        new ForeignPod(pod.getMetadata().getUid(), node, daemonSet, requests(pod.getSpec())));
  }

  static DaemonSeen daemon(DaemonSet set) {
    PodSpec spec = set.getSpec().getTemplate().getSpec();
    List<NodeSelectorTerm> terms = requiredTerms(spec);
    return new DaemonSeen(
        set.getMetadata().getUid(),
        requests(spec),
        orEmpty(spec.getNodeSelector()),
        terms.stream()
            .map(
                t ->
                    t.getMatchExpressions().stream()
                        .map(
                            e ->
                                new DaemonSeen.Expression(
                                    e.getKey(), e.getOperator(), Set.copyOf(e.getValues())))
                        .toList())
            .toList(),
        spec.getTolerations().stream()
            .map(
                t ->
                    new DaemonSeen.Toleration(
                        text(t.getKey()),
                        text(t.getOperator()),
                        text(t.getValue()),
                        text(t.getEffect())))
            .toList(),
        terms.stream().anyMatch(NodeReader::unread));
  }

  private static List<NodeSelectorTerm> requiredTerms(PodSpec spec) {
    var affinity = spec.getAffinity();
    var node = affinity == null ? null : affinity.getNodeAffinity();
    var required = node == null ? null : node.getRequiredDuringSchedulingIgnoredDuringExecution();
    return required == null ? List.of() : required.getNodeSelectorTerms();
  }

  private static boolean unread(NodeSelectorTerm term) {
    return !term.getMatchFields().isEmpty()
        || term.getMatchExpressions().stream()
            .anyMatch(e -> e.getOperator().equals("Gt") || e.getOperator().equals("Lt"));
  }

  /** As the kubelet counts: containers together, or the largest init container, plus overhead. */
  private static Amounts requests(PodSpec spec) {
    Amounts containers =
        spec.getContainers().stream().map(NodeReader::requests).reduce(Amounts.NONE, Amounts::plus);
    Amounts init =
        spec.getInitContainers().stream()
            .map(NodeReader::requests)
            .reduce(Amounts.NONE, Amounts::max);
    return containers.max(init).plus(Amounts.of(written(spec.getOverhead())));
  }

  private static Amounts requests(Container c) {
    return c.getResources() == null
        ? Amounts.NONE
        : Amounts.of(written(c.getResources().getRequests()));
  }

  private static Map<String, String> written(@Nullable Map<String, Quantity> quantities) {
    var written = new HashMap<String, String>();
    if (quantities != null) {
      quantities.forEach((name, quantity) -> written.put(name, quantity.toString()));
    }
    return written;
  }
}
