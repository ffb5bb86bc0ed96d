package io.longshore.standalone.world.kube;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** Applies a patch of any of the API server's media types to a copy of an object. */
final class Patches {

  static final String JSON = "application/json-patch+json";
  static final String MERGE = "application/merge-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";
  static final List<String> TYPES = List.of(JSON, MERGE, STRATEGIC, APPLY);

  private Patches() {}

  /** The object after the patch; the one given is left as it is. */
  static JsonObject apply(String mediaType, String patch, JsonObject object) {
    Object parsed;
    try {
      parsed = Json.decodeValue(patch);
    } catch (DecodeException e) {
      throw ApiException.badRequest(
          "the patch is not JSON, which is all that this API reads: " + e.getMessage());
    }
    JsonObject copy = object.copy();
    return switch (mediaType) {
      case JSON -> JsonPatch.apply(operations(parsed), copy);
      case MERGE -> merge(copy, object(parsed));
      // Managed fields are not kept, so an apply never takes away what an earlier apply had set.
      case STRATEGIC, APPLY -> StrategicMerge.apply(copy, object(parsed));
      default -> throw ApiException.unsupportedMediaType(mediaType, TYPES);
    };
  }

  /** RFC 7396. */
  private static JsonObject merge(JsonObject target, JsonObject patch) {
    for (Map.Entry<String, Object> entry : patch) {
      String key = entry.getKey();
      switch (entry.getValue()) {
        case null -> target.remove(key);
        case JsonObject nested -> {
          JsonObject base = target.getValue(key) instanceof JsonObject o ? o : new JsonObject();
          target.put(key, merge(base, nested));
        }
        default -> target.put(key, entry.getValue());
      }
    }
    return target;
  }

  private static JsonArray operations(Object parsed) {
    if (parsed instanceof JsonArray array) {
      return array;
    }
    throw ApiException.badRequest("a JSON patch is a list of operations");
  }

  private static JsonObject object(Object parsed) {
    if (parsed instanceof JsonObject object) {
      return object;
    }
    throw ApiException.badRequest("a merge patch is an object");
  }
}
