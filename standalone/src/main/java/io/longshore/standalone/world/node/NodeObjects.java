package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes Node objects as an EKS kubelet registers them. */
final class NodeObjects {

  static final String NOT_READY = "node.kubernetes.io/not-ready";
  static final String UNREACHABLE = "node.kubernetes.io/unreachable";

  private static final String VERSION = "v1.34.0-eks-longshore";
  private static final int EVICTION_MIB = 100;
  private static final int MIB_PER_POD = 11;
  private static final int KUBE_MIB = 255;

  private NodeObjects() {}

  /** A node that has just joined and is not ready yet. */
  static JsonObject joined(
      MachineSpec machine,
      Map<String, String> labels,
      List<JsonObject> taints,
      int memoryOverheadPercent) {
    var all = new JsonObject();
    all.put("kubernetes.io/arch", machine.hardware().architecture());
    all.put("kubernetes.io/os", "linux");
    all.put("kubernetes.io/hostname", machine.name());
    all.put("node.kubernetes.io/instance-type", machine.hardware().type());
    all.put("beta.kubernetes.io/instance-type", machine.hardware().type());
    all.put("topology.kubernetes.io/region", machine.region());
    all.put("topology.kubernetes.io/zone", machine.zone());
    labels.forEach(all::put);
    var meta = new JsonObject().put("name", machine.name()).put("labels", all);
    var spec = new JsonObject();
    if (machine.instanceId() != null) {
      spec.put("providerID", "aws:///%s/%s".formatted(machine.zone(), machine.instanceId()));
    }
    var allTaints = new JsonArray(new ArrayList<>(taints));
    allTaints.add(new JsonObject().put("key", NOT_READY).put("effect", "NoSchedule"));
    spec.put("taints", allTaints);
    return new JsonObject()
        .put("kind", "Node")
        .put("apiVersion", "v1")
        .put("metadata", meta)
        .put("spec", spec)
        .put("status", status(machine, memoryOverheadPercent));
  }

  /** Sets the Ready condition with its heartbeat. */
  static void ready(JsonObject status, String value, String reason, String message) {
    Instant now = Instant.now();
    Json.condition(
        status,
        new JsonObject()
            .put("type", "Ready")
            .put("status", value)
            .put("reason", reason)
            .put("message", message)
            .put("lastHeartbeatTime", Json.time(now)),
        now);
  }

  private static JsonObject status(MachineSpec machine, int memoryOverheadPercent) {
    MachineSpec.Hardware hardware = machine.hardware();
    long memoryKib = hardware.memoryMib() * 1_024 * (100 - memoryOverheadPercent) / 100;
    long reservedKib = 1_024L * (MIB_PER_POD * (long) hardware.maxPods() + KUBE_MIB + EVICTION_MIB);
    var status =
        new JsonObject()
            .put("capacity", amounts(hardware, hardware.vcpus() * 1_000L, memoryKib))
            .put(
                "allocatable",
                amounts(
                    hardware,
                    hardware.vcpus() * 1_000L - reservedMillis(hardware.vcpus()),
                    Math.max(0, memoryKib - reservedKib)))
            .put(
                "addresses",
                new JsonArray()
                    .add(address("InternalIP", machine.ip()))
                    .add(address("InternalDNS", machine.name()))
                    .add(address("Hostname", machine.name())))
            .put(
                "daemonEndpoints",
                new JsonObject().put("kubeletEndpoint", new JsonObject().put("Port", 10_250)))
            .put(
                "nodeInfo",
                new JsonObject()
                    .put("architecture", hardware.architecture())
                    .put("operatingSystem", "linux")
                    .put("kubeletVersion", VERSION)
                    .put("kubeProxyVersion", VERSION)
                    .put("containerRuntimeVersion", "longshore://0")
                    .put("osImage", "local processes")
                    .put("kernelVersion", System.getProperty("os.version"))
                    .put("machineID", "")
                    .put("systemUUID", "")
                    .put("bootID", ""));
    for (String pressure : List.of("MemoryPressure", "DiskPressure", "PIDPressure")) {
      Json.condition(
          status,
          new JsonObject().put("type", pressure).put("status", "False").put("reason", "Kubelet"),
          Instant.now());
    }
    ready(status, "False", "KubeletNotReady", "container runtime network not ready");
    return status;
  }

  /** What EKS reserves of a node's CPU: 60m, 10m, twice 5m, then 2.5m for each further core. */
  static long reservedMillis(int vcpus) {
    double reserved = 60;
    for (int core = 2; core <= vcpus; core++) {
      reserved += core == 2 ? 10 : core <= 4 ? 5 : 2.5;
    }
    return (long) Math.ceil(reserved);
  }

  private static JsonObject amounts(MachineSpec.Hardware hardware, long millis, long memoryKib) {
    JsonObject amounts =
        new JsonObject()
            .put("cpu", millis % 1_000 == 0 ? Long.toString(millis / 1_000) : millis + "m")
            .put("memory", memoryKib + "Ki")
            .put("pods", Integer.toString(hardware.maxPods()))
            .put("ephemeral-storage", "20959212Ki");
    return hardware.gpus() == 0
        ? amounts
        : amounts.put("nvidia.com/gpu", Integer.toString(hardware.gpus()));
  }

  private static JsonObject address(String type, String address) {
    return new JsonObject().put("type", type).put("address", address);
  }
}
