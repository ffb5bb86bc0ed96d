package io.longshore.standalone.world.node;

import io.longshore.standalone.world.node.ContainerState.Terminated;
import io.longshore.standalone.world.node.ContainerState.Waiting;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One container of a pod on its node. */
final class ContainerSlot {

  private final JsonObject spec;
  private ContainerState state;
  private String id = "";
  private @Nullable RunningProcess process;
  private @Nullable CriLog log;

  ContainerSlot(JsonObject spec, String waitingReason) {
    this.spec = spec;
    this.state = new Waiting(waitingReason, "");
  }

  String name() {
    return spec.getString("name");
  }

  JsonObject spec() {
    return spec;
  }

  ContainerState state() {
    return state;
  }

  void state(ContainerState state) {
    this.state = state;
  }

  boolean terminated() {
    return state instanceof Terminated;
  }

  boolean succeeded() {
    return state instanceof Terminated t && t.exitCode() == 0;
  }

  @Nullable RunningProcess process() {
    return process;
  }

  @Nullable CriLog log() {
    return log;
  }

  /** Gives the container the id that a runtime would. */
  void create(CriLog log) {
    this.log = log;
    String hex = (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", "");
    this.id = "containerd://" + hex;
  }

  void runs(RunningProcess process) {
    this.process = process;
  }

  /** The container's status as a pod carries it. */
  JsonObject status() {
    String image = spec.getString("image");
    boolean running = state instanceof ContainerState.Running;
    JsonObject status =
        new JsonObject()
            .put("name", name())
            .put("state", state.json(id))
            .put("lastState", new JsonObject())
            .put("ready", running)
            .put("restartCount", 0)
            .put("image", image)
            .put("imageID", id.isEmpty() ? "" : image)
            .put("started", running);
    return id.isEmpty() ? status : status.put("containerID", id);
  }
}
