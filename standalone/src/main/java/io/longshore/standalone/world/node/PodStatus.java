package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** Writes a pod's status from its containers, as the kubelet does. */
final class PodStatus {

  private PodStatus() {}

  /** What there is to say beside the containers. */
  record Facts(
      String phase,
      String reason,
      String message,
      Instant startTime,
      String podIp,
      String hostIp) {}

  static void write(
      JsonObject status, Facts facts, List<ContainerSlot> init, List<ContainerSlot> main) {
    status.put("phase", facts.phase());
    put(status, "reason", facts.reason());
    put(status, "message", facts.message());
    status.put("startTime", Json.time(facts.startTime()));
    status.put("hostIP", facts.hostIp());
    status.put("hostIPs", ips(facts.hostIp()));
    status.put("podIP", facts.podIp());
    status.put("podIPs", ips(facts.podIp()));
    if (!init.isEmpty()) {
      status.put("initContainerStatuses", Json.array(init.stream().map(ContainerSlot::status)));
    }
    status.put("containerStatuses", Json.array(main.stream().map(ContainerSlot::status)));
    conditions(status, facts.phase(), init, main);
  }

  /** The status of a pod that the kubelet turns away: nothing of it ever ran. */
  static void writeRefused(JsonObject status, PodAdmission.Refusal refusal) {
    status.put("phase", "Failed");
    status.put("reason", refusal.reason());
    status.put("message", refusal.message());
    status.put("startTime", Json.time(Instant.now()));
  }

  private static void conditions(
      JsonObject status, String phase, List<ContainerSlot> init, List<ContainerSlot> main) {
    boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
    boolean initialized = init.stream().allMatch(ContainerSlot::succeeded);
    boolean ready =
        !ended && main.stream().allMatch(s -> s.state() instanceof ContainerState.Running);
    String unready =
        phase.equals("Succeeded") ? "PodCompleted" : ended ? "PodFailed" : "ContainersNotReady";
    boolean made = main.stream().anyMatch(s -> s.log() != null) && !ended;
    condition(status, "PodReadyToStartContainers", made, "");
    condition(status, "Initialized", initialized, initialized ? "" : "ContainersNotInitialized");
    condition(status, "Ready", ready, ready ? "" : unready);
    condition(status, "ContainersReady", ready, ready ? "" : unready);
    condition(status, "PodScheduled", true, "");
  }

  private static void condition(JsonObject status, String type, boolean is, String reason) {
    JsonObject condition = new JsonObject().put("type", type).put("status", is ? "True" : "False");
    condition.putNull("lastProbeTime");
    put(condition, "reason", reason);
    Json.condition(status, condition, Instant.now());
  }

  private static JsonArray ips(String ip) {
    return new JsonArray().add(new JsonObject().put("ip", ip));
  }

  private static void put(JsonObject object, String member, String value) {
    if (value.isEmpty()) {
      object.remove(member);
    } else {
      object.put(member, value);
    }
  }
}
