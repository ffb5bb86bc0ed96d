package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Json;
import io.longshore.standalone.world.kube.Quantities;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** What a pod asks of its node, by resource, in thousandths. */
final class Requests {

  private Requests() {}

  /** The sum over containers, or what one init container asks for where that is more. */
  static Map<String, Long> of(JsonObject pod) {
    JsonObject spec = Json.spec(pod);
    var total = new TreeMap<String, Long>();
    for (JsonObject container : Json.objects(spec, "containers")) {
      requests(container).forEach((name, amount) -> total.merge(name, amount, Long::sum));
    }
    for (JsonObject container : Json.objects(spec, "initContainers")) {
      requests(container).forEach((name, amount) -> total.merge(name, amount, Math::max));
    }
    amounts(Json.object(spec, "overhead"))
        .forEach((name, amount) -> total.merge(name, amount, Long::sum));
    return total;
  }

  /** A map of quantities in thousandths. */
  static Map<String, Long> amounts(JsonObject quantities) {
    var amounts = new TreeMap<String, Long>();
    quantities.forEach(e -> amounts.put(e.getKey(), Quantities.millis(e.getValue())));
    return amounts;
  }

  private static Map<String, Long> requests(JsonObject container) {
    return amounts(Json.object(Json.object(container, "resources"), "requests"));
  }
}
