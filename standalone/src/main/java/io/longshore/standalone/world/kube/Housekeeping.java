package io.longshore.standalone.world.kube;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.time.Instant;

/**
 * Finishes the deletion of namespaces, and drops events that are an hour old, as a cluster does.
 */
public final class Housekeeping {

  private static final long TURN_MILLIS = 250;
  private static final long EVENT_SECONDS = 3_600;

  private final Registry registry;

  /** Keeps a registry tidy. */
  public Housekeeping(Registry registry) {
    this.registry = registry;
  }

  /** Starts its turns. */
  public void start(Vertx vertx) {
    vertx.setPeriodic(TURN_MILLIS, _ -> turn());
  }

  private void turn() {
    for (StoredObject namespace : registry.store().all(ResourceType.NAMESPACES)) {
      if (namespace.deleting()) {
        empty(namespace);
      }
    }
    String oldest = Json.time(Instant.now().minusSeconds(EVENT_SECONDS));
    for (StoredObject event : registry.store().all(ResourceType.EVENTS)) {
      // Times are written so that they sort as text.
      if (Json.meta(event.json()).getString("creationTimestamp").compareTo(oldest) < 0) {
        delete(event);
      }
    }
  }

  private void empty(StoredObject namespace) {
    boolean left = false;
    for (ResourceType type : ResourceType.values()) {
      for (StoredObject object : registry.store().all(type)) {
        if (type.namespaced() && object.key().namespace().equals(namespace.key().name())) {
          left = true;
          if (!object.deleting()) {
            delete(object);
          }
        }
      }
    }
    if (!left) {
      var unused =
          registry.change(
              ResourceType.NAMESPACES,
              namespace.key(),
              n -> {
                Json.child(n, "spec").put("finalizers", new JsonArray());
                return n;
              },
              Registry.Write.PLAIN);
    }
  }

  private void delete(StoredObject object) {
    var unused = registry.deletion().delete(object.type(), object.key(), Deletion.Options.DEFAULT);
  }
}
