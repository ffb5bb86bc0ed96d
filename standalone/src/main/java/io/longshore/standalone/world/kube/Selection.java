package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonObject;
import java.util.function.Predicate;

/** Which objects of a type a list, watch or deletion is about. */
record Selection(ResourceType type, String namespace, Predicate<JsonObject> filter) {

  static Selection of(Exchange exchange, RequestPath path) {
    Predicate<JsonObject> labels =
        LabelSelector.parse(exchange.request().getParam("labelSelector", ""));
    Predicate<JsonObject> fields =
        FieldSelector.parse(path.type(), exchange.request().getParam("fieldSelector", ""));
    return new Selection(
        path.type(),
        path.namespace(),
        object -> labels.test(Json.object(Json.meta(object), "labels")) && fields.test(object));
  }

  boolean has(StoredObject object) {
    return (namespace.isEmpty() || namespace.equals(object.key().namespace()))
        && filter.test(object.json());
  }
}
