package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API server's rules for pods, as far as a batch pod can break them. */
final class PodValidation {

  private static final Set<String> STANDARD = Set.of("cpu", "memory", "ephemeral-storage");
  private static final String NAME_RULE = Names.LABEL_RULE;

  private PodValidation() {}

  static void check(JsonObject pod, Violations wrong) {
    JsonObject spec = Json.spec(pod);
    Set<String> volumes = volumes(spec, wrong);
    if (Json.objects(spec, "containers").isEmpty()) {
      wrong.required("spec.containers", "");
    }
    var names = new HashSet<String>();
    containers("spec.initContainers", Json.objects(spec, "initContainers"), names, volumes, wrong);
    containers("spec.containers", Json.objects(spec, "containers"), names, volumes, wrong);
    if (!"Never".equals(spec.getString("restartPolicy"))) {
      // A real API server takes all three; the kubelets here run a container once.
      wrong.unsupported(
          "spec.restartPolicy",
          spec.getString("restartPolicy"),
          "\"Never\" (this stand-in for a cluster does not restart containers)");
    }
    if (spec.getLong("terminationGracePeriodSeconds", 0L) < 0) {
      wrong.invalid(
          "spec.terminationGracePeriodSeconds",
          spec.getValue("terminationGracePeriodSeconds"),
          "must be greater than or equal to 0");
    }
    Object deadline = spec.getValue("activeDeadlineSeconds");
    if (deadline instanceof Number n && n.longValue() < 1) {
      wrong.invalid(
          "spec.activeDeadlineSeconds", deadline, "must be between 1 and 2147483647, inclusive");
    }
    String node = spec.getString("nodeName", "");
    if (!node.isEmpty() && !Names.isSubdomain(node)) {
      wrong.invalid("spec.nodeName", node, "must be a lowercase RFC 1123 subdomain");
    }
    Names.checkLabels("spec.nodeSelector", spec.getJsonObject("nodeSelector"), wrong);
    tolerations(Json.objects(spec, "tolerations"), wrong);
  }

  /** What may change once a pod exists: images, labels and such, added tolerations, a deadline. */
  static void checkUpdate(JsonObject old, JsonObject updated, Violations wrong) {
    JsonObject before = Json.spec(old).copy();
    JsonObject after = Json.spec(updated).copy();
    List<JsonObject> tolerations = Json.objects(after, "tolerations");
    if (!tolerations.containsAll(Json.objects(before, "tolerations"))) {
      wrong.forbidden(
          "spec.tolerations",
          "existing toleration can not be modified except its tolerationSeconds");
    }
    tolerations(tolerations, wrong);
    for (JsonObject spec : List.of(before, after)) {
      spec.remove("tolerations");
      spec.remove("activeDeadlineSeconds");
      PodDefaults.containers(spec).forEach(c -> c.remove("image"));
    }
    if (!withoutEmpty(before).equals(withoutEmpty(after))) {
      wrong.forbidden(
          "spec",
          "pod updates may not change fields other than `spec.containers[*].image`,"
              + " `spec.initContainers[*].image`, `spec.activeDeadlineSeconds`, `spec.tolerations`"
              + " (only additions to existing tolerations), `spec.terminationGracePeriodSeconds`"
              + " (allow it to be set to 1 if it was previously negative)");
    }
  }

  /** Typed clients drop members that are empty or bring them back: they mean the same. */
  private static JsonObject withoutEmpty(JsonObject object) {
    var full = new JsonObject();
    for (Map.Entry<String, Object> entry : object) {
      Object value =
          switch (entry.getValue()) {
            case JsonObject o -> withoutEmpty(o);
            case JsonArray a ->
                new JsonArray(
                    a.stream().map(v -> v instanceof JsonObject o ? withoutEmpty(o) : v).toList());
            case null, default -> entry.getValue();
          };
      boolean empty =
          value == null
              || (value instanceof JsonObject o && o.isEmpty())
              || (value instanceof JsonArray a && a.isEmpty());
      if (!empty) {
        full.put(entry.getKey(), value);
      }
    }
    return full;
  }

  private static Set<String> volumes(JsonObject spec, Violations wrong) {
    var names = new HashSet<String>();
    int i = 0;
    for (JsonObject volume : Json.objects(spec, "volumes")) {
      String field = "spec.volumes[" + i++ + "]";
      String name = volume.getString("name", "");
      if (name.isEmpty()) {
        wrong.required(field + ".name", "");
      } else if (!Names.isLabel(name)) {
        wrong.invalid(field + ".name", name, NAME_RULE);
      } else if (!names.add(name)) {
        wrong.duplicate(field + ".name", name);
      }
      if (volume.size() == 1) {
        volume.put("emptyDir", new JsonObject());
      } else if (volume.size() > 2) {
        wrong.forbidden(field, "may not specify more than 1 volume type");
      }
    }
    return names;
  }

  private static void containers(
      String list,
      List<JsonObject> containers,
      Set<String> names,
      Set<String> volumes,
      Violations wrong) {
    for (int i = 0; i < containers.size(); i++) {
      JsonObject container = containers.get(i);
      String field = list + "[" + i + "]";
      String name = container.getString("name", "");
      if (name.isEmpty()) {
        wrong.required(field + ".name", "");
      } else if (!Names.isLabel(name)) {
        wrong.invalid(field + ".name", name, NAME_RULE);
      } else if (!names.add(name)) {
        wrong.duplicate(field + ".name", name);
      }
      if (container.getString("image", "").isBlank()) {
        wrong.required(field + ".image", "");
      }
      environment(field, Json.objects(container, "env"), wrong);
      mounts(field, Json.objects(container, "volumeMounts"), volumes, wrong);
      resources(field + ".resources", Json.object(container, "resources"), wrong);
    }
  }

  private static void environment(String container, List<JsonObject> env, Violations wrong) {
    for (int i = 0; i < env.size(); i++) {
      String field = container + ".env[" + i + "]";
      String name = env.get(i).getString("name", "");
      if (name.isEmpty()) {
        wrong.required(field + ".name", "");
      } else if (name.indexOf('=') >= 0) {
        wrong.invalid(
            field + ".name", name, "a valid environment variable name must not contain '='");
      }
      if (!env.get(i).getString("value", "").isEmpty() && env.get(i).containsKey("valueFrom")) {
        wrong.invalid(field + ".valueFrom", "", "may not be specified when `value` is not empty");
      }
    }
  }

  private static void mounts(
      String container, List<JsonObject> mounts, Set<String> volumes, Violations wrong) {
    for (int i = 0; i < mounts.size(); i++) {
      String field = container + ".volumeMounts[" + i + "]";
      String name = mounts.get(i).getString("name", "");
      if (!volumes.contains(name)) {
        wrong.notFound(field + ".name", name);
      }
      if (mounts.get(i).getString("mountPath", "").isEmpty()) {
        wrong.required(field + ".mountPath", "");
      }
    }
  }

  private static void resources(String field, JsonObject resources, Violations wrong) {
    JsonObject limits = Json.object(resources, "limits");
    JsonObject requests = Json.object(resources, "requests");
    amounts(field + ".limits", limits, wrong);
    amounts(field + ".requests", requests, wrong);
    for (Map.Entry<String, Object> request : requests) {
      String name = request.getKey();
      Optional<BigDecimal> asked = Quantities.parse(request.getValue());
      Optional<BigDecimal> limit =
          limits.containsKey(name) ? Quantities.parse(limits.getValue(name)) : Optional.empty();
      if (limit.isPresent() && asked.isPresent() && asked.get().compareTo(limit.get()) > 0) {
        wrong.invalid(
            field + ".requests",
            request.getValue(),
            "must be less than or equal to %s limit of %s".formatted(name, limits.getValue(name)));
      }
      boolean extended = !STANDARD.contains(name);
      if (extended && (limit.isEmpty() || !asked.equals(limit))) {
        wrong.invalid(
            field + ".requests", request.getValue(), "must be equal to " + name + " limit");
      }
    }
  }

  private static void amounts(String field, JsonObject amounts, Violations wrong) {
    for (Map.Entry<String, Object> amount : amounts) {
      String at = field + "." + amount.getKey();
      Optional<BigDecimal> value = Quantities.parse(amount.getValue());
      if (value.isEmpty()) {
        wrong.invalid(
            at,
            amount.getValue(),
            "quantities must match the regular expression"
                + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
      } else if (value.get().signum() < 0) {
        wrong.invalid(at, amount.getValue(), "must be greater than or equal to 0");
      } else if (!STANDARD.contains(amount.getKey())
          && value.get().stripTrailingZeros().scale() > 0) {
        wrong.invalid(at, amount.getValue(), "must be an integer");
      }
    }
  }

  private static void tolerations(List<JsonObject> tolerations, Violations wrong) {
    for (int i = 0; i < tolerations.size(); i++) {
      JsonObject toleration = tolerations.get(i);
      String field = "spec.tolerations[" + i + "]";
      String operator = toleration.getString("operator", "Equal");
      String effect = toleration.getString("effect", "");
      if (!List.of("Equal", "Exists").contains(operator)) {
        wrong.unsupported(field + ".operator", operator, "\"Equal\", \"Exists\"");
      }
      if (operator.equals("Exists") && !toleration.getString("value", "").isEmpty()) {
        wrong.invalid(
            field + ".operator",
            toleration.getString("value"),
            "value must be empty when `operator` is 'Exists'");
      }
      if (operator.equals("Equal") && toleration.getString("key", "").isEmpty()) {
        wrong.invalid(field + ".operator", operator, "operator must be Exists when `key` is empty");
      }
      if (!List.of("", "NoSchedule", "PreferNoSchedule", "NoExecute").contains(effect)) {
        wrong.unsupported(
            field + ".effect", effect, "\"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"");
      }
      if (toleration.containsKey("tolerationSeconds") && !effect.equals("NoExecute")) {
        wrong.invalid(
            field + ".effect",
            effect,
            "effect must be 'NoExecute' when `tolerationSeconds` is set");
      }
    }
  }

  /** A list without what is not an object would be validated as if it were shorter: refuse it. */
  static void checkShape(JsonObject pod) {
    JsonObject spec = Json.spec(pod);
    for (String list : List.of("containers", "initContainers", "volumes", "tolerations")) {
      Object value = spec.getValue(list);
      boolean objects =
          value == null
              || (value instanceof JsonArray a
                  && a.stream().allMatch(JsonObject.class::isInstance));
      if (!objects) {
        throw ApiException.badRequest(
            "Pod in version \"v1\" cannot be handled as a Pod: spec."
                + list
                + " is no list of objects");
      }
    }
  }
}
