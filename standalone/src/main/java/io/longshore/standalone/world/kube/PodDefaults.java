package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;

/** What a real API server writes into a new pod: defaults and its standard admission plug-ins. */
final class PodDefaults {

  private static final int NODE_TROUBLE_SECONDS = 300;

  private PodDefaults() {}

  static void apply(JsonObject pod) {
    JsonObject spec = Json.child(pod, "spec");
    Json.defaultTo(spec, "restartPolicy", "Always");
    Json.defaultTo(spec, "terminationGracePeriodSeconds", 30);
    Json.defaultTo(spec, "dnsPolicy", "ClusterFirst");
    Json.defaultTo(spec, "schedulerName", "default-scheduler");
    Json.defaultTo(spec, "securityContext", new JsonObject());
    Json.defaultTo(spec, "enableServiceLinks", true);
    Json.defaultTo(spec, "preemptionPolicy", "PreemptLowerPriority");
    Json.defaultTo(spec, "priority", 0);
    Json.defaultTo(spec, "serviceAccountName", "default");
    Json.defaultTo(spec, "serviceAccount", spec.getString("serviceAccountName"));
    containers(spec).forEach(PodDefaults::container);
    tolerate(spec, "node.kubernetes.io/not-ready");
    tolerate(spec, "node.kubernetes.io/unreachable");
    pod.put(
        "status", new JsonObject().put("phase", "Pending").put("qosClass", qualityOfService(spec)));
  }

  /** All containers, init containers first. */
  static Stream<JsonObject> containers(JsonObject spec) {
    return Stream.concat(
        Json.objects(spec, "initContainers").stream(), Json.objects(spec, "containers").stream());
  }

  private static void container(JsonObject container) {
    Json.defaultTo(container, "terminationMessagePath", "/dev/termination-log");
    Json.defaultTo(container, "terminationMessagePolicy", "File");
    String image = container.getString("image", "");
    Json.defaultTo(
        container,
        "imagePullPolicy",
        image.endsWith(":latest") || (!image.contains(":") && !image.contains("@"))
            ? "Always"
            : "IfNotPresent");
    JsonObject resources = Json.child(container, "resources");
    JsonObject limits = Json.object(resources, "limits");
    if (!limits.isEmpty()) {
      JsonObject requests = Json.child(resources, "requests");
      limits.forEach(limit -> Json.defaultTo(requests, limit.getKey(), limit.getValue()));
    }
    for (JsonObject env : Json.objects(container, "env")) {
      JsonObject field = Json.object(Json.object(env, "valueFrom"), "fieldRef");
      if (!field.isEmpty()) {
        Json.defaultTo(field, "apiVersion", "v1");
      }
    }
  }

  /** The DefaultTolerationSeconds plug-in: pods leave a node in trouble after five minutes. */
  private static void tolerate(JsonObject spec, String taint) {
    boolean tolerated =
        Json.objects(spec, "tolerations").stream()
            .filter(t -> taint.equals(t.getString("key")) || t.getString("key", "").isEmpty())
            .anyMatch(
                t ->
                    t.getString("effect", "").isEmpty()
                        || t.getString("effect").equals("NoExecute"));
    if (!tolerated) {
      JsonArray list = spec.getJsonArray("tolerations", new JsonArray()).copy();
      list.add(
          new JsonObject()
              .put("key", taint)
              .put("operator", "Exists")
              .put("effect", "NoExecute")
              .put("tolerationSeconds", NODE_TROUBLE_SECONDS));
      spec.put("tolerations", list);
    }
  }

  private static String qualityOfService(JsonObject spec) {
    boolean any = false;
    boolean guaranteed = true;
    for (JsonObject container : containers(spec).toList()) {
      JsonObject requests = Json.object(Json.object(container, "resources"), "requests");
      JsonObject limits = Json.object(Json.object(container, "resources"), "limits");
      for (String resource : new String[] {"cpu", "memory"}) {
        any |= requests.containsKey(resource) || limits.containsKey(resource);
        guaranteed &= limits.containsKey(resource) && same(requests, limits, resource);
      }
    }
    return guaranteed && any ? "Guaranteed" : any ? "Burstable" : "BestEffort";
  }

  private static boolean same(JsonObject requests, JsonObject limits, String resource) {
    Optional<BigDecimal> request = Quantities.parse(requests.getValue(resource));
    Optional<BigDecimal> limit = Quantities.parse(limits.getValue(resource));
    return request.isPresent() && limit.isPresent() && request.get().compareTo(limit.get()) == 0;
  }
}
