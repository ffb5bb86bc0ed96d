package io.longshore.standalone.world.control;

import io.longshore.standalone.world.aws.Calls;
import io.longshore.standalone.world.aws.Cloud;
import io.longshore.standalone.world.aws.Ec2Instance;
import io.longshore.standalone.world.aws.Market;
import io.longshore.standalone.world.kube.Json;
import io.longshore.standalone.world.kube.Registry;
import io.longshore.standalone.world.kube.ResourceType;
import io.longshore.standalone.world.kube.StoredObject;
import io.longshore.standalone.world.node.Kubelet;
import io.longshore.standalone.world.node.Machines;
import io.longshore.standalone.world.node.Processes;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** The world as it sees itself, as JSON. */
final class Views {

  private final Registry registry;
  private final Machines machines;
  private final Processes processes;
  private final Cloud cloud;

  Views(Registry registry, Machines machines, Processes processes, Cloud cloud) {
    this.registry = registry;
    this.machines = machines;
    this.processes = processes;
    this.cloud = cloud;
  }

  JsonObject instances() {
    return new JsonObject()
        .put("instances", Json.array(cloud.instances().all().stream().map(this::instance)));
  }

  JsonObject snapshot() {
    return instances()
        .put("nodes", Json.array(registry.store().all(ResourceType.NODES).stream().map(this::node)))
        .put("pods", Json.array(registry.store().all(ResourceType.PODS).stream().map(Views::pod)))
        .put("processes", processes.count());
  }

  JsonObject statistics() {
    var vcpuSeconds = new JsonObject();
    var alive = new JsonObject();
    for (Market market : Market.values()) {
      vcpuSeconds.put(market.text(), cloud.instances().vcpuSeconds(market));
      alive.put(
          market.text(),
          cloud.instances().all().stream()
              .filter(i -> i.exists() && i.order().market() == market)
              .count());
    }
    return new JsonObject()
        .put("vcpuSeconds", vcpuSeconds)
        .put("instances", alive)
        .put("processes", processes.count());
  }

  JsonObject calls() {
    return new JsonObject()
        .put("calls", Json.array(cloud.server().calls().all().stream().map(Views::call)));
  }

  private static JsonObject call(Calls.Call call) {
    return new JsonObject()
        .put("at", call.at())
        .put("key", call.key())
        .put("action", call.action());
  }

  private JsonObject instance(Ec2Instance instance) {
    var json =
        new JsonObject()
            .put("id", instance.id())
            .put("type", instance.order().type())
            .put("market", instance.order().market().text())
            .put("zone", instance.order().zone())
            .put("state", instance.state().text())
            .put("reason", instance.reason())
            .put("node", cloud.instances().name(instance))
            .put("vcpus", cloud.instances().type(instance).vcpus())
            .put("seconds", cloud.instances().seconds(instance))
            .put("launchedAt", Instant.ofEpochMilli(instance.launchedAt()).toString());
    return instance.exists()
        ? json
        : json.put("endedAt", Instant.ofEpochMilli(instance.endedAt()).toString());
  }

  private JsonObject node(StoredObject node) {
    String ready =
        Json.objects(Json.status(node.json()), "conditions").stream()
            .filter(c -> "Ready".equals(c.getString("type")))
            .map(c -> c.getString("status"))
            .findFirst()
            .orElse("");
    return new JsonObject()
        .put("name", node.key().name())
        .put("ready", ready)
        .put("providerID", Json.spec(node.json()).getString("providerID", ""))
        .put("pods", machines.kubelet(node.key().name()).map(Kubelet::running).orElse(0L));
  }

  private static JsonObject pod(StoredObject pod) {
    return new JsonObject()
        .put("namespace", pod.key().namespace())
        .put("name", pod.key().name())
        .put("node", Json.spec(pod.json()).getString("nodeName", ""))
        .put("phase", Json.status(pod.json()).getString("phase", ""));
  }
}
