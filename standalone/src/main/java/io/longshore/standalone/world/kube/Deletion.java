package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How objects go: with grace for pods, and never before their last finalizer. */
public final class Deletion {

  private final ObjectStore store;

  Deletion(ObjectStore store) {
    this.store = store;
  }

  /**
   * What a DELETE asks for.
   *
   * @param graceSeconds null where the object's own grace counts
   * @param uid the only UID to delete; null where any will do
   * @param resourceVersion the only version to delete; null where any will do
   * @param dryRun check only
   */
  public record Options(
      @Nullable Long graceSeconds,
      @Nullable String uid,
      @Nullable String resourceVersion,
      boolean dryRun) {

    /** As the object's own grace says. */
    public static final Options DEFAULT = new Options(null, null, null, false);

    /** At once, and only this very object. */
    public static Options now(String uid) {
      return new Options(0L, uid, null, false);
    }

    static Options read(JsonObject body, @Nullable String graceParameter, boolean dryRun) {
      JsonObject preconditions = Json.object(body, "preconditions");
      Long grace = body.getLong("gracePeriodSeconds");
      if (grace == null && graceParameter != null) {
        grace = Long.parseLong(graceParameter);
      }
      return new Options(
          grace,
          preconditions.getString("uid"),
          preconditions.getString("resourceVersion"),
          dryRun);
    }
  }

  /** Deletes an object or marks it for deletion, and gives back what is left or was there last. */
  public StoredObject delete(ResourceType type, ObjectKey key, Options options) {
    StoredObject object = store.get(type, key);
    if (object == null) {
      throw ApiException.notFound(type, key.name());
    }
    checkPreconditions(object, options);
    long grace = grace(object, options);
    JsonObject meta = Json.meta(object.json());
    if (object.deleting() && grace >= meta.getLong("deletionGracePeriodSeconds", 0L)) {
      // A later delete may only shorten the grace; one that is over and done waits for finalizers.
      return finishIfFree(object);
    }
    if (options.dryRun()) {
      return object;
    }
    boolean stays = grace > 0 || held(object);
    if (!stays) {
      return store.remove(type, key);
    }
    JsonObject marked = object.copy();
    Json.meta(marked)
        .put("deletionTimestamp", Json.time(Instant.now().plusSeconds(grace)))
        .put("deletionGracePeriodSeconds", grace);
    if (type == ResourceType.NAMESPACES) {
      Json.child(marked, "status").put("phase", "Terminating");
    }
    return store.put(type, key, marked);
  }

  /** Removes an object that is to be deleted once neither grace nor finalizer holds it. */
  StoredObject finishIfFree(StoredObject object) {
    boolean graceOver =
        object.deleting()
            && Json.meta(object.json()).getLong("deletionGracePeriodSeconds", 0L) == 0;
    return graceOver && !held(object) ? store.remove(object.type(), object.key()) : object;
  }

  private static boolean held(StoredObject object) {
    return !Json.strings(Json.meta(object.json()), "finalizers").isEmpty()
        || (object.type() == ResourceType.NAMESPACES
            && !Json.strings(Json.spec(object.json()), "finalizers").isEmpty());
  }

  /** Only a pod that a kubelet may be running has grace. */
  private static long grace(StoredObject object, Options options) {
    if (object.type() != ResourceType.PODS) {
      return 0;
    }
    JsonObject spec = Json.spec(object.json());
    String phase = Json.status(object.json()).getString("phase", "Pending");
    boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
    if (ended || spec.getString("nodeName", "").isEmpty()) {
      return 0;
    }
    Long asked = options.graceSeconds();
    long grace = asked == null ? spec.getLong("terminationGracePeriodSeconds") : asked;
    return Math.max(0, grace);
  }

  private static void checkPreconditions(StoredObject object, Options options) {
    String name = object.key().name();
    if (options.uid() != null && !options.uid().equals(object.uid())) {
      throw ApiException.conflict(
          object.type(),
          name,
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(options.uid(), object.uid()));
    }
    if (options.resourceVersion() != null
        && !options.resourceVersion().equals(Long.toString(object.version()))) {
      throw ApiException.conflict(
          object.type(),
          name,
          "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta: %s"
              .formatted(options.resourceVersion(), object.version()));
    }
  }
}
