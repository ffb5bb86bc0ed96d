package io.longshore.standalone.world.kube;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers lists: newest or at a version, whole or in pages that all show the same version. */
final class Lister {

  private final ObjectStore store;

  Lister(ObjectStore store) {
    this.store = store;
  }

  /** Where a page ended. */
  private record Continue(long version, ObjectKey after) {

    String encode() {
      String text = new JsonObject().put("v", version).put("k", after.toString()).encode();
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Continue decode(String token) {
      try {
        var json =
            new JsonObject(
                new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        return new Continue(json.getLong("v"), ObjectKey.parse(json.getString("k")));
      } catch (RuntimeException e) {
        throw ApiException.badRequest("continue key is not valid: " + e.getMessage());
      }
    }
  }

  void list(Exchange exchange, RequestPath path) {
    Selection selection = Selection.of(exchange, path);
    int limit = number(exchange.request().getParam("limit", "0"), "limit").intValue();
    String token = exchange.request().getParam("continue", "");
    Continue from = token.isEmpty() ? null : Continue.decode(token);
    long version = from == null ? version(exchange) : from.version();
    List<StoredObject> found =
        objects(path.type(), version, from).stream().filter(selection::has).toList();
    boolean more = limit > 0 && found.size() > limit;
    List<StoredObject> page = more ? found.subList(0, limit) : found;
    var meta = new JsonObject().put("resourceVersion", Long.toString(version));
    if (more) {
      meta.put("continue", new Continue(version, page.getLast().key()).encode());
      meta.put("remainingItemCount", found.size() - limit);
    }
    exchange.answer(200, encode(path.type(), meta, page));
  }

  /** The version to list at: any version not older than asked is served by the newest. */
  private long version(Exchange exchange) {
    String asked = exchange.request().getParam("resourceVersion", "");
    String match = exchange.request().getParam("resourceVersionMatch", "");
    if (!match.isEmpty()
        && (asked.isEmpty() || !List.of("Exact", "NotOlderThan").contains(match))) {
      throw ApiException.badRequest(
          "resourceVersionMatch is forbidden unless resourceVersion is provided, and is Exact or"
              + " NotOlderThan");
    }
    long version = asked.isEmpty() ? 0 : number(asked, "resourceVersion");
    if (match.equals("Exact")) {
      if (version == 0) {
        throw ApiException.badRequest(
            "resourceVersionMatch Exact is forbidden for resourceVersion 0");
      }
      return version;
    }
    if (version > store.version()) {
      throw ApiException.tooLargeVersion(version, store.version());
    }
    return store.version();
  }

  private Collection<StoredObject> objects(
      ResourceType type, long version, @Nullable Continue from) {
    if (from == null) {
      return version == store.version() ? store.all(type) : store.at(type, version).values();
    }
    try {
      return new ArrayList<>(store.at(type, version).tailMap(from.after(), false).values());
    } catch (ApiException e) {
      throw e.code() == 410
          ? ApiException.expired(
              "The provided continue parameter is too old to display a consistent list result. You"
                  + " must start a new list without the continue parameter.")
          : e;
    }
  }

  static Long number(String text, String parameter) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw ApiException.badRequest("invalid " + parameter + ": " + text);
    }
  }

  private static Buffer encode(ResourceType type, JsonObject meta, List<StoredObject> page) {
    Buffer out =
        Buffer.buffer("{\"kind\":\"" + type.kind() + "List\",\"apiVersion\":\"v1\",\"metadata\":")
            .appendBuffer(meta.toBuffer())
            .appendString(",\"items\":[");
    boolean first = true;
    for (StoredObject object : page) {
      if (!first) {
        out.appendString(",");
      }
      out.appendBuffer(object.encoded());
      first = false;
    }
    return out.appendString("]}");
  }
}
