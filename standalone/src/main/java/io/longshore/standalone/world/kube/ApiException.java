package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** A request that the API refuses, with the {@code Status} object that says why. */
public final class ApiException extends RuntimeException {

  private final int code;
  private final JsonObject status;

  private ApiException(int code, String reason, String message, JsonObject details) {
    super(message);
    this.code = code;
    this.status =
        new JsonObject()
            .put("kind", "Status")
            .put("apiVersion", "v1")
            .put("metadata", new JsonObject())
            .put("status", "Failure")
            .put("message", message)
            .put("reason", reason)
            .put("details", details)
            .put("code", code);
  }

  /** The HTTP status code. */
  public int code() {
    return code;
  }

  /** The {@code Status} object. */
  public JsonObject status() {
    return status;
  }

  static ApiException notFound(ResourceType type, String name) {
    return of(404, "NotFound", type, name, "not found");
  }

  static ApiException noSuchPath() {
    return new ApiException(
        404, "NotFound", "the server could not find the requested resource", new JsonObject());
  }

  static ApiException alreadyExists(ResourceType type, String name) {
    return of(409, "AlreadyExists", type, name, "already exists");
  }

  static ApiException modified(ResourceType type, String name) {
    return conflict(
        type,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static ApiException conflict(ResourceType type, String name, String why) {
    return new ApiException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": %s".formatted(type.plural(), name, why),
        details(name, type.plural()));
  }

  static ApiException invalid(ResourceType type, String name, List<Violations.Cause> causes) {
    String all = causes.stream().map(Violations.Cause::text).collect(Collectors.joining(", "));
    var list = new JsonArray();
    causes.forEach(
        c ->
            list.add(
                new JsonObject()
                    .put("reason", c.reason())
                    .put("message", c.message())
                    .put("field", c.field())));
    return new ApiException(
        422,
        "Invalid",
        "%s \"%s\" is invalid: %s"
            .formatted(type.kind(), name, causes.size() == 1 ? all : "[" + all + "]"),
        details(name, type.kind()).put("causes", list));
  }

  /** A denial by a ValidatingAdmissionPolicy, which answers with code 422 and reason Invalid. */
  static ApiException deniedByPolicy(ResourceType type, String name, String policy, String why) {
    return new ApiException(
        422,
        "Invalid",
        "%s \"%s\" is forbidden: ValidatingAdmissionPolicy '%s' with binding '%s' denied request: %s"
            .formatted(type.plural(), name, policy, policy, why),
        details(name, type.plural()));
  }

  static ApiException forbidden(ResourceType type, String name, String why) {
    return of(403, "Forbidden", type, name, "is forbidden: " + why);
  }

  static ApiException badRequest(String message) {
    return new ApiException(400, "BadRequest", message, new JsonObject());
  }

  static ApiException expired(String message) {
    return new ApiException(410, "Expired", message, new JsonObject());
  }

  static ApiException tooLargeVersion(long asked, long current) {
    var cause =
        new JsonObject()
            .put("reason", "ResourceVersionTooLarge")
            .put("message", "Too large resource version");
    return new ApiException(
        504,
        "Timeout",
        "Too large resource version: %d, current: %d".formatted(asked, current),
        new JsonObject().put("causes", new JsonArray().add(cause)).put("retryAfterSeconds", 1));
  }

  static ApiException methodNotAllowed() {
    return new ApiException(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        new JsonObject());
  }

  static ApiException unsupportedMediaType(String type, List<String> allowed) {
    return new ApiException(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + String.join(", ", allowed)
            + "; got "
            + type,
        new JsonObject());
  }

  /** Any other answer, as injected faults and the kubelet's own errors need. */
  public static ApiException of(int code, String reason, String message) {
    return new ApiException(code, reason, message, new JsonObject());
  }

  private static ApiException of(
      int code, String reason, ResourceType type, String name, String what) {
    return new ApiException(
        code,
        reason,
        "%s \"%s\" %s".formatted(type.plural(), name, what),
        details(name, type.plural()));
  }

  private static JsonObject details(String name, String kind) {
    return new JsonObject().put("name", name).put("kind", kind);
  }
}
