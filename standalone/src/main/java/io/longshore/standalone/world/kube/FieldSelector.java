package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A field selector; like the API server it knows few fields and refuses the rest. */
final class FieldSelector {

  private static final Map<ResourceType, Set<String>> FIELDS =
      Map.of(
          ResourceType.PODS,
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"),
          ResourceType.NODES,
          Set.of("spec.unschedulable"),
          ResourceType.NAMESPACES,
          Set.of("status.phase"),
          ResourceType.EVENTS,
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "reason",
              "reportingComponent",
              "source",
              "type"));

  private FieldSelector() {}

  /** What tells whether an object matches. */
  static Predicate<JsonObject> parse(ResourceType type, String text) {
    var requirements = new ArrayList<Predicate<JsonObject>>();
    for (String part : text.split(",")) {
      if (!part.isBlank()) {
        requirements.add(requirement(type, part.strip()));
      }
    }
    return object -> requirements.stream().allMatch(r -> r.test(object));
  }

  private static Predicate<JsonObject> requirement(ResourceType type, String part) {
    int operator = part.indexOf('=');
    if (operator < 1) {
      throw ApiException.badRequest("invalid field selector: " + part);
    }
    boolean not = part.charAt(operator - 1) == '!';
    String field = part.substring(0, not ? operator - 1 : operator);
    String value = part.substring(operator + (part.startsWith("==", operator) ? 2 : 1));
    boolean known =
        field.equals("metadata.name")
            || (field.equals("metadata.namespace") && type.namespaced())
            || FIELDS.getOrDefault(type, Set.of()).contains(field);
    if (!known) {
      throw ApiException.badRequest("field label not supported: " + field);
    }
    String[] path = field.split("\\.");
    return object -> read(object, path).equals(value) != not;
  }

  private static String read(JsonObject object, String[] path) {
    JsonObject at = object;
    for (int i = 0; i < path.length - 1; i++) {
      at = at.getJsonObject(path[i]);
      if (at == null) {
        return defaultOf(path);
      }
    }
    Object value = at.getValue(path[path.length - 1]);
    return value == null ? defaultOf(path) : value.toString();
  }

  private static String defaultOf(String[] path) {
    return switch (path[path.length - 1]) {
      case "unschedulable", "hostNetwork" -> "false";
      default -> "";
    };
  }
}
