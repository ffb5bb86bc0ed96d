package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Deletes pods as controllers do: first the condition that says why, then the deletion. */
public final class Disruption {

  private final Registry registry;

  /** Disruptions of pods. */
  public Disruption(Registry registry) {
    this.registry = registry;
  }

  /** Asks for a pod's end with its own grace. */
  public void evict(StoredObject pod, String reason, String message) {
    if (!pod.deleting()) {
      mark(pod, reason, message, false);
      delete(pod, new Deletion.Options(null, pod.uid(), null, false));
    }
  }

  /** Ends a pod that no kubelet cares for any more. Its phase is all that is known of its end. */
  public void collect(StoredObject pod, String reason, String message) {
    boolean collected =
        pod.deleting() && Json.meta(pod.json()).getLong("deletionGracePeriodSeconds", 0L) == 0;
    if (!collected) {
      mark(pod, reason, message, true);
      delete(pod, Deletion.Options.now(pod.uid()));
    }
  }

  private void mark(StoredObject pod, String reason, String message, boolean fails) {
    var unused =
        registry.changeStatus(
            ResourceType.PODS,
            pod.key(),
            pod.uid(),
            status -> {
              var condition =
                  new JsonObject()
                      .put("type", "DisruptionTarget")
                      .put("status", "True")
                      .put("reason", reason)
                      .put("message", message);
              Json.condition(status, condition, Instant.now());
              if (fails && !"Succeeded".equals(status.getString("phase"))) {
                status.put("phase", "Failed");
              }
            });
  }

  private void delete(StoredObject pod, Deletion.Options options) {
    if (registry.store().get(ResourceType.PODS, pod.key()) != null) {
      var unused = registry.deletion().delete(ResourceType.PODS, pod.key(), options);
    }
  }
}
