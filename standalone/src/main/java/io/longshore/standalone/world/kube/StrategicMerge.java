package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Strategic merge for the lists that core v1 declares mergeable (the {@code patchStrategy} and
 * {@code patchMergeKey} tags of the Go types); all other lists are replaced whole.
 */
final class StrategicMerge {

  /** Merge key by the list's name. */
  private static final Map<String, String> KEYED =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("ephemeralContainers", "name"),
          Map.entry("volumes", "name"),
          Map.entry("env", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("ports", "containerPort"),
          Map.entry("hostAliases", "ip"),
          Map.entry("conditions", "type"),
          Map.entry("addresses", "type"),
          Map.entry("podIPs", "ip"),
          Map.entry("ownerReferences", "uid"));

  /** Lists of plain values that are merged as sets. */
  private static final Set<String> SETS = Set.of("finalizers", "podCIDRs");

  private static final String DIRECTIVE = "$patch";
  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

  private StrategicMerge() {}

  static JsonObject apply(JsonObject target, JsonObject patch) {
    if ("replace".equals(patch.getString(DIRECTIVE))) {
      JsonObject replacement = patch.copy();
      replacement.remove(DIRECTIVE);
      return replacement;
    }
    for (Map.Entry<String, Object> entry : patch) {
      String key = entry.getKey();
      if (key.startsWith(DELETE_FROM)) {
        deleteFrom(target, key.substring(DELETE_FROM.length()), (JsonArray) entry.getValue());
      } else if (!key.startsWith("$")) {
        merge(target, key, entry.getValue());
      }
    }
    if (patch.getValue("$retainKeys") instanceof JsonArray retained) {
      Set.copyOf(target.fieldNames()).stream()
          .filter(name -> !retained.contains(name))
          .forEach(target::remove);
    }
    return target;
  }

  private static void merge(JsonObject target, String key, @Nullable Object value) {
    switch (value) {
      case null -> target.remove(key);
      case JsonObject nested -> {
        if ("delete".equals(nested.getString(DIRECTIVE))) {
          target.remove(key);
        } else {
          JsonObject base = target.getValue(key) instanceof JsonObject o ? o : new JsonObject();
          target.put(key, apply(base, nested));
        }
      }
      case JsonArray list when KEYED.containsKey(key) ->
          target.put(key, mergeKeyed(list(target, key), list, KEYED.get(key)));
      case JsonArray list when SETS.contains(key) -> {
        JsonArray merged = list(target, key);
        list.stream().filter(v -> !merged.contains(v)).forEach(merged::add);
        target.put(key, merged);
      }
      default -> target.put(key, value);
    }
  }

  private static JsonArray mergeKeyed(JsonArray target, JsonArray patch, String mergeKey) {
    List<JsonObject> items = new ArrayList<>();
    boolean replaces =
        patch.stream().anyMatch(p -> "replace".equals(((JsonObject) p).getString(DIRECTIVE)));
    if (!replaces) {
      target.forEach(item -> items.add((JsonObject) item));
    }
    for (Object each : patch) {
      JsonObject item = (JsonObject) each;
      Object id = item.getValue(mergeKey);
      if (id == null) {
        if (item.containsKey(DIRECTIVE)) {
          continue;
        }
        throw ApiException.badRequest(
            "map: " + item + " does not contain declared merge key: " + mergeKey);
      }
      mergeItem(items, item, mergeKey, id);
    }
    return new JsonArray(items);
  }

  private static void mergeItem(
      List<JsonObject> items, JsonObject item, String mergeKey, Object id) {
    if ("delete".equals(item.getString(DIRECTIVE))) {
      items.removeIf(i -> id.equals(i.getValue(mergeKey)));
      return;
    }
    items.stream()
        .filter(i -> id.equals(i.getValue(mergeKey)))
        .findFirst()
        .ifPresentOrElse(
            existing -> apply(existing, item), () -> items.add(apply(new JsonObject(), item)));
  }

  private static void deleteFrom(JsonObject target, String key, JsonArray gone) {
    JsonArray left = new JsonArray();
    list(target, key).stream().filter(v -> !gone.contains(v)).forEach(left::add);
    target.put(key, left);
  }

  private static JsonArray list(JsonObject target, String key) {
    return target.getValue(key) instanceof JsonArray a ? a : new JsonArray();
  }
}
