package io.longshore.standalone.world.kube;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The documents in which an API server says what it is and serves. */
final class Discovery {

  /** The version that the stand-in claims: clients choose features by it. */
  static final String VERSION = "v1.34.0";

  private Discovery() {}

  /** The document at a path. */
  static Optional<JsonObject> document(HttpServerRequest request) {
    return Optional.ofNullable(
        switch (request.path()) {
          case "/api" -> versions(request.authority().toString());
          case "/apis" ->
              new JsonObject()
                  .put("kind", "APIGroupList")
                  .put("apiVersion", "v1")
                  .put("groups", new JsonArray());
          case "/api/v1" -> resources();
          case "/version" ->
              new JsonObject()
                  .put("major", "1")
                  .put("minor", "34")
                  .put("gitVersion", VERSION + "+longshore")
                  .put("gitCommit", "")
                  .put("gitTreeState", "clean")
                  .put("platform", "linux/amd64");
          default -> null;
        });
  }

  private static JsonObject versions(String authority) {
    var address = new JsonObject().put("clientCIDR", "0.0.0.0/0").put("serverAddress", authority);
    return new JsonObject()
        .put("kind", "APIVersions")
        .put("versions", new JsonArray().add("v1"))
        .put("serverAddressByClientCIDRs", new JsonArray().add(address));
  }

  private static JsonObject resources() {
    var list = new JsonArray();
    for (ResourceType type : ResourceType.values()) {
      list.add(
          resource(type, "")
              .put("shortNames", List.of(type.shortName()))
              .put(
                  "verbs",
                  List.of(
                      "create",
                      "delete",
                      "deletecollection",
                      "get",
                      "list",
                      "patch",
                      "update",
                      "watch")));
      if (type.hasStatus()) {
        list.add(resource(type, "/status").put("verbs", List.of("get", "patch", "update")));
      }
    }
    list.add(resource(ResourceType.PODS, "/log").put("verbs", List.of("get")));
    list.add(
        resource(ResourceType.PODS, "/eviction")
            .put("group", "policy")
            .put("version", "v1")
            .put("kind", "Eviction")
            .put("verbs", List.of("create")));
    return new JsonObject()
        .put("kind", "APIResourceList")
        .put("apiVersion", "v1")
        .put("groupVersion", "v1")
        .put("resources", list);
  }

  private static JsonObject resource(ResourceType type, String subresource) {
    return new JsonObject()
        .put("name", type.plural() + subresource)
        .put("singularName", "")
        .put("namespaced", type.namespaced())
        .put("kind", type.kind());
  }
}
