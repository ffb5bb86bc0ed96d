package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonObject;
import java.util.Comparator;

/**
 * What names an object within its type.
 *
 * @param namespace empty for kinds without one
 * @param name the object's name
 */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

  private static final Comparator<ObjectKey> ORDER =
      Comparator.comparing(ObjectKey::namespace).thenComparing(ObjectKey::name);

  /** The key of an object without a namespace. */
  public static ObjectKey cluster(String name) {
    return new ObjectKey("", name);
  }

  /** The key that an object's metadata gives. */
  public static ObjectKey of(JsonObject object) {
    JsonObject meta = object.getJsonObject("metadata");
    return new ObjectKey(meta.getString("namespace", ""), meta.getString("name"));
  }

  /** Reads what {@link #toString} wrote. */
  static ObjectKey parse(String text) {
    int slash = text.indexOf('/');
    return new ObjectKey(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(ObjectKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
