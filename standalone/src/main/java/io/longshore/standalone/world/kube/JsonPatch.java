package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** RFC 6902. */
final class JsonPatch {

  private JsonPatch() {}

  static JsonObject apply(JsonArray operations, JsonObject document) {
    // A holder, so that the root is a member like any other.
    var holder = new JsonObject().put("root", document);
    for (Object each : operations) {
      if (!(each instanceof JsonObject operation)) {
        throw failed("an operation is an object");
      }
      apply(operation, holder);
    }
    if (holder.getValue("root") instanceof JsonObject root) {
      return root;
    }
    throw failed("the patch leaves no object");
  }

  private static void apply(JsonObject operation, JsonObject holder) {
    String path = pointer(operation, "path");
    switch (operation.getString("op", "")) {
      case "add" -> add(holder, path, copy(operation.getValue("value")));
      case "remove" -> remove(holder, path);
      case "replace" -> {
        remove(holder, path);
        add(holder, path, copy(operation.getValue("value")));
      }
      case "move" -> add(holder, path, remove(holder, pointer(operation, "from")));
      case "copy" -> add(holder, path, copy(get(holder, pointer(operation, "from"))));
      case "test" -> {
        if (!Objects.equals(get(holder, path), operation.getValue("value"))) {
          throw failed("testing path " + path + " value failed");
        }
      }
      default -> throw failed("unexpected operation " + operation.getString("op"));
    }
  }

  private static String pointer(JsonObject operation, String member) {
    String pointer = operation.getString(member);
    if (pointer == null || (!pointer.isEmpty() && !pointer.startsWith("/"))) {
      throw failed("no valid " + member);
    }
    return "/root" + pointer;
  }

  private static Object copy(@Nullable Object value) {
    return switch (value) {
      case JsonObject o -> o.copy();
      case JsonArray a -> a.copy();
      case null, default -> value;
    };
  }

  private static void add(JsonObject holder, String path, Object value) {
    String last = last(path);
    switch (parent(holder, path)) {
      case JsonObject o -> o.put(last, value);
      case JsonArray a -> {
        int index = last.equals("-") ? a.size() : index(last, a.size());
        a.add(index, value);
      }
      default -> throw failed("missing parent of " + path);
    }
  }

  private static Object remove(JsonObject holder, String path) {
    String last = last(path);
    return switch (parent(holder, path)) {
      case JsonObject o when o.containsKey(last) -> {
        Object old = o.getValue(last);
        o.remove(last);
        yield old;
      }
      case JsonArray a -> {
        Object old = a.getValue(index(last, a.size() - 1));
        a.remove(index(last, a.size() - 1));
        yield old;
      }
      default -> throw failed("nothing at " + path.substring("/root".length()));
    };
  }

  private static Object get(JsonObject holder, String path) {
    Object at = holder;
    for (String token : path.substring(1).split("/", -1)) {
      at = child(at, unescape(token), path);
    }
    return at;
  }

  private static Object parent(JsonObject holder, String path) {
    int slash = path.lastIndexOf('/');
    return slash == 0 ? holder : get(holder, path.substring(0, slash));
  }

  private static Object child(Object at, String token, String path) {
    return switch (at) {
      case JsonObject o when o.containsKey(token) -> o.getValue(token);
      case JsonArray a -> a.getValue(index(token, a.size() - 1));
      case null, default -> throw failed("nothing at " + path.substring("/root".length()));
    };
  }

  private static int index(String token, int highest) {
    try {
      int index = Integer.parseInt(token);
      if (index >= 0 && index <= highest) {
        return index;
      }
    } catch (NumberFormatException e) {
      // falls through to the refusal
    }
    throw failed("invalid index " + token);
  }

  private static String last(String path) {
    return unescape(path.substring(path.lastIndexOf('/') + 1));
  }

  private static String unescape(String token) {
    return token.replace("~1", "/").replace("~0", "~");
  }

  private static ApiException failed(String why) {
    return ApiException.of(
        422, "Invalid", "the server rejected our request due to an error in our request: " + why);
  }
}
