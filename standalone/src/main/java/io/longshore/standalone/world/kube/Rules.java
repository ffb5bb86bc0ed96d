package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** What each type adds to the rules that hold for all objects. */
final class Rules {

  private Rules() {}

  /** Fills in a new object. */
  static void prepare(ResourceType type, JsonObject object) {
    switch (type) {
      case PODS -> {
        PodValidation.checkShape(object);
        PodDefaults.apply(object);
      }
      case NODES -> {
        Json.child(object, "spec");
        Json.child(object, "status");
      }
      case NAMESPACES -> {
        Json.child(Json.child(object, "metadata"), "labels")
            .put("kubernetes.io/metadata.name", Json.meta(object).getString("name"));
        object.put("spec", new JsonObject().put("finalizers", List.of("kubernetes")));
        object.put("status", new JsonObject().put("phase", "Active"));
      }
      case EVENTS, CONFIGMAPS -> {}
    }
  }

  /** Checks a new object. */
  static void check(ResourceType type, JsonObject object, Violations wrong) {
    Names.checkMeta(type, Json.meta(object), wrong);
    switch (type) {
      case PODS -> PodValidation.check(object, wrong);
      case CONFIGMAPS -> checkData(object, wrong);
      case NODES, NAMESPACES, EVENTS -> {}
    }
  }

  /** Checks a change. */
  static void checkUpdate(ResourceType type, JsonObject old, JsonObject updated, Violations wrong) {
    Names.checkMeta(type, Json.meta(updated), wrong);
    checkFinalizers(old, updated, wrong);
    switch (type) {
      case PODS -> PodValidation.checkUpdate(old, updated, wrong);
      case NODES -> {
        String provider = Json.spec(old).getString("providerID", "");
        if (!provider.isEmpty() && !provider.equals(Json.spec(updated).getString("providerID"))) {
          wrong.forbidden(
              "spec.providerID",
              "node updates may not change providerID except from \"\" to valid");
        }
      }
      case CONFIGMAPS -> {
        checkData(updated, wrong);
        if (old.getBoolean("immutable", false)
            && !old.getValue("data").equals(updated.getValue("data"))) {
          wrong.forbidden("data", "field is immutable when `immutable` is set");
        }
      }
      case NAMESPACES, EVENTS -> {}
    }
  }

  private static void checkFinalizers(JsonObject old, JsonObject updated, Violations wrong) {
    if (!Json.meta(old).containsKey("deletionTimestamp")) {
      return;
    }
    List<String> before = Json.strings(Json.meta(old), "finalizers");
    List<String> added =
        Json.strings(Json.meta(updated), "finalizers").stream()
            .filter(f -> !before.contains(f))
            .toList();
    if (!added.isEmpty()) {
      wrong.forbidden(
          "metadata.finalizers",
          "no new finalizers can be added if the object is being deleted, found new finalizers "
              + added);
    }
  }

  private static void checkData(JsonObject map, Violations wrong) {
    Json.object(map, "data")
        .forEach(
            entry -> {
              if (!(entry.getValue() instanceof String)) {
                throw ApiException.badRequest(
                    "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot"
                        + " unmarshal into Go struct field ConfigMap.data of type string");
              }
              if (!entry.getKey().matches("[-._a-zA-Z0-9]{1,253}")) {
                wrong.invalid(
                    "data",
                    entry.getKey(),
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'");
              }
            });
  }
}
