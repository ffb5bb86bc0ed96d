package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalLong;

/** Whether a pod bears a node's taints. */
final class Tolerations {

  private Tolerations() {}

  /** The NoExecute taints of a node that a pod does not bear at all. */
  static List<JsonObject> untolerated(JsonObject node, JsonObject pod) {
    return Json.objects(Json.spec(node), "taints").stream()
        .filter(t -> "NoExecute".equals(t.getString("effect")))
        .filter(t -> matching(t, pod).isEmpty())
        .toList();
  }

  /** For how many seconds a pod bears a node's NoExecute taints; empty for ever. */
  static OptionalLong seconds(JsonObject node, JsonObject pod) {
    return Json.objects(Json.spec(node), "taints").stream()
        .filter(t -> "NoExecute".equals(t.getString("effect")))
        .flatMap(t -> matching(t, pod).stream())
        .filter(t -> t.getValue("tolerationSeconds") != null)
        .mapToLong(t -> Math.max(0, t.getLong("tolerationSeconds")))
        .min();
  }

  private static List<JsonObject> matching(JsonObject taint, JsonObject pod) {
    return Json.objects(Json.spec(pod), "tolerations").stream()
        .filter(t -> tolerates(t, taint))
        .toList();
  }

  private static boolean tolerates(JsonObject toleration, JsonObject taint) {
    String effect = toleration.getString("effect", "");
    String key = toleration.getString("key", "");
    if (!effect.isEmpty() && !effect.equals(taint.getString("effect"))) {
      return false;
    }
    if (!key.isEmpty() && !key.equals(taint.getString("key"))) {
      return false;
    }
    return toleration.getString("operator", "Equal").equals("Exists")
        || toleration.getString("value", "").equals(taint.getString("value", ""));
  }
}
