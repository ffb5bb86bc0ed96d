package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Create, update and delete under the API server's rules; all that writes objects goes through it.
 */
public final class Registry {

  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final ObjectStore store;
  private final Deletion deletion;
  private final Fence fence;

  /** How a write is meant. */
  public record Write(boolean dryRun, boolean status) {
    /** A plain write of the whole object but its status. */
    public static final Write PLAIN = new Write(false, false);

    /** A write of the status alone. */
    public static final Write STATUS = new Write(false, true);
  }

  /** A registry over a store, with its fence. */
  public Registry(ObjectStore store, Fence fence) {
    this.store = store;
    this.deletion = new Deletion(store);
    this.fence = fence;
  }

  /** What is stored, and who listens. */
  public ObjectStore store() {
    return store;
  }

  /** How objects are deleted. */
  public Deletion deletion() {
    return deletion;
  }

  /** One object. */
  public StoredObject get(ResourceType type, ObjectKey key) {
    StoredObject object = store.get(type, key);
    if (object == null) {
      throw ApiException.notFound(type, key.name());
    }
    return object;
  }

  /** Stores a new object. */
  public StoredObject create(ResourceType type, String namespace, JsonObject body, Write write) {
    JsonObject object = body.copy();
    JsonObject meta = Json.child(object, "metadata");
    if (meta.containsKey("resourceVersion") && !meta.getString("resourceVersion", "").isEmpty()) {
      throw ApiException.badRequest("resourceVersion should not be set on objects to be created");
    }
    checkKind(type, object);
    checkNamespace(type, namespace, meta);
    if (meta.getString("name", "").isEmpty() && !meta.getString("generateName", "").isEmpty()) {
      meta.put("name", meta.getString("generateName") + suffix());
    }
    for (String ours :
        new String[] {"deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"}) {
      meta.remove(ours);
    }
    meta.put("uid", UUID.randomUUID().toString());
    meta.put("creationTimestamp", Json.time(Instant.now()));
    meta.remove("resourceVersion");
    Rules.prepare(type, object);
    if (type == ResourceType.PODS) {
      fence.admit(object);
    }
    var wrong = new Violations();
    Rules.check(type, object, wrong);
    wrong.throwIfAny(type, meta.getString("name", ""));
    ObjectKey key = ObjectKey.of(object);
    if (store.get(type, key) != null) {
      throw ApiException.alreadyExists(type, key.name());
    }
    return write.dryRun() ? new StoredObject(type, key, 0, object) : store.put(type, key, object);
  }

  /** Replaces an object by one that a client has sent. */
  public StoredObject replace(ResourceType type, ObjectKey key, JsonObject body, Write write) {
    JsonObject object = body.copy();
    checkKind(type, object);
    JsonObject meta = Json.child(object, "metadata");
    if (!key.name().equals(meta.getString("name"))) {
      throw ApiException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(meta.getString("name", ""), key.name()));
    }
    if (type.namespaced()) {
      checkNamespaceField(key.namespace(), meta);
    }
    return update(get(type, key), object, write);
  }

  /** Changes an object as a function says, from what is stored now. */
  public StoredObject change(
      ResourceType type, ObjectKey key, UnaryOperator<JsonObject> change, Write write) {
    StoredObject old = get(type, key);
    return update(old, change.apply(old.copy()), write);
  }

  /**
   * Changes the status of an object for a controller or kubelet, if it is still the same object.
   *
   * @return what is stored afterwards; empty where the object has gone
   */
  public Optional<StoredObject> changeStatus(
      ResourceType type, ObjectKey key, String uid, Consumer<JsonObject> change) {
    StoredObject old = store.get(type, key);
    if (old == null || !old.uid().equals(uid)) {
      return Optional.empty();
    }
    JsonObject updated = old.copy();
    change.accept(Json.child(updated, "status"));
    return Optional.of(update(old, updated, Write.STATUS));
  }

  private StoredObject update(StoredObject old, JsonObject updated, Write write) {
    ResourceType type = old.type();
    String name = old.key().name();
    JsonObject meta = Json.child(updated, "metadata");
    String version = meta.getString("resourceVersion", "");
    if (!version.isEmpty() && !version.equals(Long.toString(old.version()))) {
      throw ApiException.modified(type, name);
    }
    String uid = meta.getString("uid", "");
    if (!uid.isEmpty() && !uid.equals(old.uid())) {
      throw ApiException.conflict(
          type,
          name,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, old.uid()));
    }
    JsonObject next = write.status() ? withStatusOf(old, updated) : withStatusKept(old, updated);
    keepServerFields(Json.meta(old.json()), Json.meta(next));
    var wrong = new Violations();
    Rules.checkUpdate(type, old.json(), next, wrong);
    wrong.throwIfAny(type, name);
    if (next.equals(old.json())) {
      return old;
    }
    if (write.dryRun()) {
      return new StoredObject(type, old.key(), old.version(), next);
    }
    StoredObject stored = store.put(type, old.key(), next);
    return deletion.finishIfFree(stored);
  }

  private static JsonObject withStatusOf(StoredObject old, JsonObject updated) {
    return old.copy().put("status", Json.status(updated));
  }

  private static JsonObject withStatusKept(StoredObject old, JsonObject updated) {
    if (old.type().hasStatus()) {
      updated.put("status", Json.status(old.copy()));
    }
    return updated;
  }

  /** Clients cannot change what the server owns. */
  private static void keepServerFields(JsonObject old, JsonObject updated) {
    for (String field :
        new String[] {
          "name",
          "namespace",
          "uid",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generateName",
          "resourceVersion"
        }) {
      Object value = old.getValue(field);
      if (value == null) {
        updated.remove(field);
      } else {
        updated.put(field, value);
      }
    }
    updated.remove("managedFields");
  }

  private static void checkKind(ResourceType type, JsonObject object) {
    String kind = object.getString("kind", type.kind());
    String version = object.getString("apiVersion", "v1");
    if (!kind.equals(type.kind()) || !version.equals("v1")) {
      throw ApiException.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered here"
              .formatted(kind, version, type.kind(), kind));
    }
    object.put("kind", type.kind()).put("apiVersion", "v1");
  }

  private void checkNamespace(ResourceType type, String namespace, JsonObject meta) {
    if (!type.namespaced()) {
      return;
    }
    checkNamespaceField(namespace, meta);
    @Nullable StoredObject home = store.get(ResourceType.NAMESPACES, ObjectKey.cluster(namespace));
    if (home == null) {
      throw ApiException.notFound(ResourceType.NAMESPACES, namespace);
    }
    if (home.deleting()) {
      throw ApiException.forbidden(
          type,
          meta.getString("name", ""),
          "unable to create new content in namespace %s because it is being terminated"
              .formatted(namespace));
    }
  }

  private static void checkNamespaceField(String namespace, JsonObject meta) {
    if (!meta.getString("namespace", namespace).equals(namespace)) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    meta.put("namespace", namespace);
  }

  private static String suffix() {
    var random = ThreadLocalRandom.current();
    var text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      text.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
    }
    return text.toString();
  }
}
