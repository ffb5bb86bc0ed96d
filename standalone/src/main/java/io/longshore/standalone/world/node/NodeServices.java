package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.ApiException;
import io.longshore.standalone.world.kube.Json;
import io.longshore.standalone.world.kube.Registry;
import io.longshore.standalone.world.kube.ResourceType;
import io.longshore.standalone.world.kube.StoredObject;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What kubelets share.
 *
 * @param vertx timers
 * @param context the world's event loop
 * @param registry the API, as kubelets write to it
 * @param processes how programs are started
 * @param podsDirectory a folder for each pod, by UID
 */
public record NodeServices(
    Vertx vertx, Context context, Registry registry, Processes processes, Path podsDirectory) {

  private static final System.Logger LOG = System.getLogger(NodeServices.class.getName());

  /** Runs something on the event loop later. */
  void after(long millis, Runnable work) {
    vertx.setTimer(Math.max(1, millis), _ -> work.run());
  }

  /** Records an event about a pod. */
  void event(StoredObject pod, String type, String reason, String message) {
    String now = Json.time(Instant.now());
    JsonObject involved =
        new JsonObject()
            .put("kind", "Pod")
            .put("apiVersion", "v1")
            .put("namespace", pod.key().namespace())
            .put("name", pod.key().name())
            .put("uid", pod.uid());
    JsonObject event =
        new JsonObject()
            .put("metadata", new JsonObject().put("generateName", pod.key().name() + "."))
            .put("involvedObject", involved)
            .put("type", type)
            .put("reason", reason)
            .put("message", message)
            .put("source", new JsonObject().put("component", "kubelet"))
            .put("count", 1)
            .put("firstTimestamp", now)
            .put("lastTimestamp", now);
    try {
      registry.create(ResourceType.EVENTS, pod.key().namespace(), event, Registry.Write.PLAIN);
    } catch (ApiException e) {
      // A namespace on its way out takes no more events, and a pod does not depend on its own.
      LOG.log(System.Logger.Level.DEBUG, "no event for {0}: {1}", pod.key(), e.getMessage());
    }
  }

  /** Deletes a folder and all in it, beside the event loop. */
  void discard(Path folder) {
    vertx.executeBlocking(
        () -> {
          deleteTree(folder);
          return null;
        },
        false);
  }

  /** Deletes a folder and all in it. */
  public static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
