package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Short ways through Kubernetes objects. */
public final class Json {

  private Json() {}

  /** A member object, empty where there is none; not attached to its parent then. */
  public static JsonObject object(JsonObject parent, String member) {
    return parent.getValue(member) instanceof JsonObject o ? o : new JsonObject();
  }

  /** An object's metadata. */
  public static JsonObject meta(JsonObject object) {
    return object(object, "metadata");
  }

  /** An object's spec. */
  public static JsonObject spec(JsonObject object) {
    return object(object, "spec");
  }

  /** An object's status. */
  public static JsonObject status(JsonObject object) {
    return object(object, "status");
  }

  /** The objects of a member list, empty where there is none. */
  public static List<JsonObject> objects(JsonObject parent, String member) {
    return parent.getValue(member) instanceof JsonArray a
        ? a.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
        : List.of();
  }

  /** The strings of a member list, empty where there is none. */
  public static List<String> strings(JsonObject parent, String member) {
    return parent.getValue(member) instanceof JsonArray a
        ? a.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** A member that is put in place where it is missing. */
  public static JsonObject child(JsonObject parent, String member) {
    if (!(parent.getValue(member) instanceof JsonObject)) {
      parent.put(member, new JsonObject());
    }
    return parent.getJsonObject(member);
  }

  /** Sets a member that is missing. */
  public static void defaultTo(JsonObject parent, String member, Object value) {
    if (parent.getValue(member) == null) {
      parent.put(member, value);
    }
  }

  /** A list of objects. */
  public static JsonArray array(Stream<JsonObject> items) {
    return new JsonArray(items.toList());
  }

  /** A time as metav1.Time writes it. */
  public static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Sets a condition by its type; the transition time moves only with the status. */
  public static void condition(JsonObject status, JsonObject condition, Instant now) {
    String type = condition.getString("type");
    JsonArray list = new JsonArray();
    JsonObject next = condition.copy().put("lastTransitionTime", time(now));
    boolean replaced = false;
    for (JsonObject old : objects(status, "conditions")) {
      if (!old.getString("type").equals(type)) {
        list.add(old);
        continue;
      }
      if (old.getString("status").equals(next.getString("status"))) {
        next.put("lastTransitionTime", old.getString("lastTransitionTime"));
      }
      list.add(next);
      replaced = true;
    }
    if (!replaced) {
      list.add(next);
    }
    status.put("conditions", list);
  }
}
