package io.longshore.standalone.world.kube;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One version of one object. Its JSON is shared by all who read it and never changed. */
public final class StoredObject {

  private final ResourceType type;
  private final ObjectKey key;
  private final long version;
  private final JsonObject json;
  private @Nullable Buffer encoded;

  StoredObject(ResourceType type, ObjectKey key, long version, JsonObject json) {
    this.type = type;
    this.key = key;
    this.version = version;
    this.json = json;
  }

  /** Its type. */
  public ResourceType type() {
    return type;
  }

  /** Its name. */
  public ObjectKey key() {
    return key;
  }

  /** The resourceVersion that it carries. */
  public long version() {
    return version;
  }

  /** The object; must not be changed. */
  public JsonObject json() {
    return json;
  }

  /** A copy that may be changed. */
  public JsonObject copy() {
    return json.copy();
  }

  /** The UID. */
  public String uid() {
    return json.getJsonObject("metadata").getString("uid");
  }

  /** Whether somebody has asked for its deletion. */
  public boolean deleting() {
    return json.getJsonObject("metadata").containsKey("deletionTimestamp");
  }

  /** The JSON as bytes, made once for all watchers. */
  Buffer encoded() {
    if (encoded == null) {
      encoded = json.toBuffer();
    }
    return encoded;
  }

  /** The same object under the version of its deletion, as a watch shows it last. */
  StoredObject at(long deletion) {
    JsonObject last = json.copy();
    last.getJsonObject("metadata").put("resourceVersion", Long.toString(deletion));
    return new StoredObject(type, key, deletion, last);
  }
}
