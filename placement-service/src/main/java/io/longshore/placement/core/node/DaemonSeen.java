package io.longshore.placement.core.node;

import io.longshore.placement.core.Amounts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A DaemonSet: it will have a pod on every node that it fits, also where its pod is not there yet.
 *
 * @param affinity alternatives of required node affinity; empty: none
 * @param excluded required affinity uses words that are not read here, so that nothing is foretold
 */
public record DaemonSeen(
    String uid,
    Amounts requests,
    Map<String, String> nodeSelector,
    List<List<Expression>> affinity,
    List<Toleration> tolerations,
    boolean excluded) {

  /** A match expression of node affinity. */
  public record Expression(String key, String operator, Set<String> values) {

    boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case "In" -> value != null && values.contains(value);
        case "NotIn" -> value == null || !values.contains(value);
        case "Exists" -> value != null;
        case "DoesNotExist" -> value == null;
        default -> false;
      };
    }
  }

  /** A toleration; empty key and effect match all. */
  public record Toleration(String key, String operator, String value, String effect) {

    boolean tolerates(NodeSeen.Taint taint) {
      return (effect.isEmpty() || effect.equals(taint.effect()))
          && (key.isEmpty() || key.equals(taint.key()))
          && (operator.equals("Exists") || value.equals(taint.value()));
    }
  }

  /** Whether the DaemonSet's controller puts a pod on the node. */
  boolean fits(NodeSeen node) {
    return !excluded
        && node.labels().entrySet().containsAll(nodeSelector.entrySet())
        && (affinity.isEmpty()
            || affinity.stream()
                .anyMatch(term -> term.stream().allMatch(e -> e.matches(node.labels()))))
        && node.taints().stream()
            .filter(t -> t.effect().equals("NoSchedule") || t.effect().equals("NoExecute"))
            // The controller itself adds tolerations of what the node's own state taints.
            .filter(t -> !t.key().startsWith("node.kubernetes.io/"))
            .allMatch(t -> tolerations.stream().anyMatch(o -> o.tolerates(t)));
  }
}
