package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Json;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Where a container stands, as its status shows it. */
sealed interface ContainerState {

  /** Not started. */
  record Waiting(String reason, String message) implements ContainerState {}

  /** Under way. */
  record Running(Instant startedAt) implements ContainerState {}

  /** Over. */
  record Terminated(
      int exitCode, String reason, String message, Instant startedAt, Instant finishedAt)
      implements ContainerState {

    /** By an exit code. */
    static Terminated exited(int exitCode, Instant startedAt) {
      return new Terminated(
          exitCode, exitCode == 0 ? "Completed" : "Error", "", startedAt, Instant.now());
    }

    /** A program that could not be started, as runc reports it. */
    static Terminated startError(String why) {
      String message =
          "failed to create containerd task: failed to create shim task: OCI runtime create failed:"
              + " runc create failed: unable to start container process: "
              + why;
      return new Terminated(128, "StartError", message, Instant.EPOCH, Instant.now());
    }

    /** A container of which the kubelet knows no more. */
    static Terminated unknown() {
      return new Terminated(
          137,
          "ContainerStatusUnknown",
          "The container could not be located when the pod was terminated",
          Instant.EPOCH,
          Instant.EPOCH);
    }
  }

  /** The state as a container status carries it. */
  default JsonObject json(String containerId) {
    return switch (this) {
      case Waiting w -> new JsonObject().put("waiting", reasons(w.reason(), w.message()));
      case Running r ->
          new JsonObject()
              .put("running", new JsonObject().put("startedAt", Json.time(r.startedAt())));
      case Terminated t -> {
        JsonObject end = reasons(t.reason(), t.message()).put("exitCode", t.exitCode());
        end.put("startedAt", Json.time(t.startedAt())).put("finishedAt", Json.time(t.finishedAt()));
        if (!containerId.isEmpty()) {
          end.put("containerID", containerId);
        }
        yield new JsonObject().put("terminated", end);
      }
    };
  }

  private static JsonObject reasons(String reason, String message) {
    JsonObject json = new JsonObject().put("reason", reason);
    return message.isEmpty() ? json : json.put("message", message);
  }
}
