package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Json;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kubelet's own check of a pod that was bound to its node, in the kubelet's words. */
final class PodAdmission {

  private PodAdmission() {}

  /** Why a pod is turned away. */
  record Refusal(String reason, String message) {}

  /** Checks a pod against a node and what runs there already. */
  static Optional<Refusal> check(JsonObject node, JsonObject pod, Collection<JsonObject> running) {
    if (!selectorMatches(node, pod) || !affinityMatches(node, pod)) {
      return refused(
          "NodeAffinity",
          "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector");
    }
    if (!Tolerations.untolerated(node, pod).isEmpty()) {
      return refused(
          "TaintToleration",
          "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate");
    }
    return fits(Json.object(Json.status(node), "allocatable"), pod, running);
  }

  private static Optional<Refusal> fits(
      JsonObject allocatable, JsonObject pod, Collection<JsonObject> running) {
    Map<String, Long> capacity = Requests.amounts(allocatable);
    long mostPods = capacity.getOrDefault("pods", 0L) / 1_000;
    if (running.size() >= mostPods) {
      return lacks("pods", 1, running.size(), mostPods);
    }
    var used = new TreeMap<String, Long>();
    for (JsonObject other : running) {
      Requests.of(other).forEach((name, amount) -> used.merge(name, amount, Long::sum));
    }
    for (Map.Entry<String, Long> request : Requests.of(pod).entrySet()) {
      String name = request.getKey();
      long has = capacity.getOrDefault(name, 0L);
      long taken = used.getOrDefault(name, 0L);
      if (request.getValue() > 0 && taken + request.getValue() > has) {
        // CPU is told in thousandths, all else whole.
        long unit = name.equals("cpu") ? 1 : 1_000;
        return lacks(name, request.getValue() / unit, taken / unit, has / unit);
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> lacks(String resource, long asked, long used, long capacity) {
    return refused(
        "OutOf" + resource,
        "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
            .formatted(resource, asked, used, capacity));
  }

  private static Optional<Refusal> refused(String reason, String message) {
    return Optional.of(new Refusal(reason, "Pod was rejected: " + message));
  }

  private static boolean selectorMatches(JsonObject node, JsonObject pod) {
    JsonObject labels = Json.object(Json.meta(node), "labels");
    return Json.object(Json.spec(pod), "nodeSelector").stream()
        .allMatch(e -> e.getValue().equals(labels.getValue(e.getKey())));
  }

  private static boolean affinityMatches(JsonObject node, JsonObject pod) {
    JsonObject affinity =
        Json.object(Json.object(Json.spec(pod), "affinity"), "nodeAffinity")
            .getJsonObject("requiredDuringSchedulingIgnoredDuringExecution");
    return affinity == null
        || Json.objects(affinity, "nodeSelectorTerms").stream().anyMatch(t -> termMatches(node, t));
  }

  private static boolean termMatches(JsonObject node, JsonObject term) {
    JsonObject labels = Json.object(Json.meta(node), "labels");
    var fields = new JsonObject().put("metadata.name", Json.meta(node).getString("name"));
    List<JsonObject> expressions = Json.objects(term, "matchExpressions");
    List<JsonObject> fieldExpressions = Json.objects(term, "matchFields");
    return !(expressions.isEmpty() && fieldExpressions.isEmpty())
        && expressions.stream().allMatch(e -> matches(labels, e))
        && fieldExpressions.stream().allMatch(e -> matches(fields, e));
  }

  private static boolean matches(JsonObject labels, JsonObject expression) {
    String value = labels.getString(expression.getString("key"));
    List<String> values = Json.strings(expression, "values");
    return switch (expression.getString("operator", "")) {
      case "In" -> values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> value != null && Long.parseLong(value) > Long.parseLong(values.getFirst());
      case "Lt" -> value != null && Long.parseLong(value) < Long.parseLong(values.getFirst());
      default -> false;
    };
  }
}
