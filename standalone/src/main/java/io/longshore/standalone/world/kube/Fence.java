package io.longshore.standalone.world.kube;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The shipped ValidatingAdmissionPolicy {@code longshore-fence}, enforced by hand: a pod whose
 * placement epoch is below the number in the ConfigMap is refused, and where the ConfigMap is
 * missing so is every pod of Longshore (failurePolicy Fail, parameterNotFoundAction Deny).
 *
 * <p>Like a real API server, which reads parameters through a watch, it learns of a changed number
 * only a moment later: whoever raises it must see a refusal before relying on it.
 */
public final class Fence {

  private static final String NAME = "longshore-fence";
  private static final String EPOCH_KEY = "epoch";
  private static final String EPOCH_ANNOTATION = "/placement-epoch";
  private static final String MANAGED_LABEL = "/managed";

  private final String prefix;
  private Optional<JsonObject> parameters;

  /**
   * @param namespace where the ConfigMap lives
   * @param prefix of labels and annotations, such as {@code batch.longshore.io}
   * @param lagMillis how late a change is noticed
   */
  public Fence(ObjectStore store, Vertx vertx, String namespace, String prefix, long lagMillis) {
    this.prefix = prefix;
    var key = new ObjectKey(namespace, NAME);
    parameters =
        Optional.ofNullable(store.get(ResourceType.CONFIGMAPS, key)).map(StoredObject::json);
    store.listen(
        ResourceType.CONFIGMAPS,
        change -> {
          if (change.key().equals(key)) {
            vertx.setTimer(
                Math.max(1, lagMillis),
                _ -> parameters = Optional.ofNullable(change.after()).map(StoredObject::json));
          }
        });
  }

  /** Throws where a pod may not be created. */
  void admit(JsonObject pod) {
    JsonObject meta = Json.meta(pod);
    String epoch = Json.object(meta, "annotations").getString(prefix + EPOCH_ANNOTATION);
    boolean managed = "true".equals(Json.object(meta, "labels").getString(prefix + MANAGED_LABEL));
    if (epoch == null && !managed) {
      return;
    }
    if (parameters.isEmpty()) {
      throw denied(
          pod,
          "failed to configure binding: no params found for policy binding with `Deny`"
              + " parameterNotFoundAction");
    }
    OptionalLong fence = number(Json.object(parameters.get(), "data").getString(EPOCH_KEY));
    OptionalLong asked = number(epoch);
    if (fence.isEmpty() || asked.isEmpty()) {
      throw denied(pod, "no placement epoch to compare: pod has %s".formatted(epoch));
    }
    if (asked.getAsLong() < fence.getAsLong()) {
      throw denied(
          pod, "placement epoch %s is below the fence's %d".formatted(epoch, fence.getAsLong()));
    }
  }

  private static ApiException denied(JsonObject pod, String why) {
    return ApiException.deniedByPolicy(
        ResourceType.PODS, Json.meta(pod).getString("name", ""), NAME, why);
  }

  private static OptionalLong number(String text) {
    try {
      return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
