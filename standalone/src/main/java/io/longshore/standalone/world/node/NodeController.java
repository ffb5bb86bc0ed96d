package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Deletion;
import io.longshore.standalone.world.kube.Disruption;
import io.longshore.standalone.world.kube.Json;
import io.longshore.standalone.world.kube.ObjectKey;
import io.longshore.standalone.world.kube.Registry;
import io.longshore.standalone.world.kube.ResourceType;
import io.longshore.standalone.world.kube.StoredObject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The controllers that look after nodes, in one turn a second: heartbeats, NotReady and its taints,
 * eviction by taint, removal of nodes whose instance has ended, and the garbage collection of pods
 * on nodes that are not there.
 */
public final class NodeController {

  private static final long TURN_MILLIS = 500;
  private static final Set<String> TROUBLE = Set.of(NodeObjects.NOT_READY, NodeObjects.UNREACHABLE);

  private final NodeServices services;
  private final Machines machines;
  private final Disruption disruption;
  private final Settings settings;
  private final Predicate<String> instanceExists;
  private final Map<String, Long> silentSince = new HashMap<>();
  private final Map<String, Long> goneSince = new HashMap<>();
  private final Map<String, Long> orphanSince = new HashMap<>();
  private final Map<String, Long> intolerantSince = new HashMap<>();
  private long lastHeartbeat;

  /**
   * The controllers' pace, in milliseconds.
   *
   * @param heartbeat between two reports of a healthy node
   * @param monitorGrace silence after which a node counts as unreachable
   * @param nodeRemoval from an instance's end to the removal of its node
   * @param podGc from a node's removal to the collection of its pods
   */
  public record Settings(long heartbeat, long monitorGrace, long nodeRemoval, long podGc) {}

  /**
   * Controllers that ask a cloud which instances exist.
   *
   * @param instanceExists tells whether an instance exists and is not terminated
   */
  public NodeController(
      NodeServices services,
      Machines machines,
      Settings settings,
      Predicate<String> instanceExists) {
    this.services = services;
    this.machines = machines;
    this.disruption = new Disruption(services.registry());
    this.settings = settings;
    this.instanceExists = instanceExists;
  }

  /** Starts the turns. */
  public void start() {
    services.vertx().setPeriodic(TURN_MILLIS, _ -> turn());
  }

  private void turn() {
    long now = System.currentTimeMillis();
    boolean beat = now - lastHeartbeat >= settings.heartbeat();
    lastHeartbeat = beat ? now : lastHeartbeat;
    for (StoredObject node : services.registry().store().all(ResourceType.NODES)) {
      watchOver(node, beat, now);
    }
    collectPods(now);
  }

  private void watchOver(StoredObject node, boolean beat, long now) {
    String name = node.key().name();
    boolean alive = machines.kubelet(name).filter(Kubelet::alive).isPresent();
    boolean ready = "True".equals(readyStatus(node.json()));
    if (alive) {
      silentSince.remove(name);
      if (ready) {
        setTrouble(node, Set.of());
      }
      if (beat || "Unknown".equals(readyStatus(node.json()))) {
        machines.heartbeat(name);
      }
    } else if (lasted(silentSince, name, now, settings.monitorGrace())) {
      unreachable(node);
    }
    String instance = instanceId(node.json());
    if (instance.isEmpty() || instanceExists.test(instance)) {
      goneSince.remove(name);
    } else if (lasted(goneSince, name, now, settings.nodeRemoval())) {
      services
          .registry()
          .deletion()
          .delete(ResourceType.NODES, node.key(), Deletion.Options.now(node.uid()));
    }
  }

  private void unreachable(StoredObject node) {
    services
        .registry()
        .changeStatus(
            ResourceType.NODES,
            node.key(),
            node.uid(),
            s -> {
              if (!"Unknown".equals(readyStatus(new JsonObject().put("status", s)))) {
                NodeObjects.ready(
                    s, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.");
              }
            });
    setTrouble(node, Set.of(NodeObjects.UNREACHABLE));
  }

  /** Keeps the taints of trouble as they should be; all others are left alone. */
  private void setTrouble(StoredObject node, Set<String> wanted) {
    Set<String> has =
        Json.objects(Json.spec(node.json()), "taints").stream()
            .map(t -> t.getString("key"))
            .filter(TROUBLE::contains)
            .collect(Collectors.toSet());
    if (has.equals(wanted)
        || services.registry().store().get(ResourceType.NODES, node.key()) == null) {
      return;
    }
    services
        .registry()
        .change(
            ResourceType.NODES,
            node.key(),
            old -> {
              var taints = new JsonArray();
              Json.objects(Json.spec(old), "taints").stream()
                  .filter(t -> !TROUBLE.contains(t.getString("key")))
                  .forEach(taints::add);
              for (String key : wanted) {
                taints.add(new JsonObject().put("key", key).put("effect", "NoSchedule"));
                taints.add(new JsonObject().put("key", key).put("effect", "NoExecute"));
              }
              Json.child(old, "spec").put("taints", taints);
              return old;
            },
            Registry.Write.PLAIN);
  }

  private void collectPods(long now) {
    for (StoredObject pod : services.registry().store().all(ResourceType.PODS)) {
      String name = Json.spec(pod.json()).getString("nodeName", "");
      if (name.isEmpty()) {
        continue;
      }
      StoredObject node =
          services.registry().store().get(ResourceType.NODES, ObjectKey.cluster(name));
      if (node == null) {
        if (lasted(orphanSince, pod.uid(), now, settings.podGc())) {
          disruption.collect(pod, "DeletionByPodGC", "PodGC: node no longer exists");
        }
      } else {
        orphanSince.remove(pod.uid());
        evictIntolerant(node, pod, now);
      }
    }
    Set<String> uids =
        services.registry().store().all(ResourceType.PODS).stream()
            .map(StoredObject::uid)
            .collect(Collectors.toSet());
    orphanSince.keySet().retainAll(uids);
    intolerantSince.keySet().retainAll(uids);
  }

  private void evictIntolerant(StoredObject node, StoredObject pod, long now) {
    boolean never = !Tolerations.untolerated(node.json(), pod.json()).isEmpty();
    OptionalLong seconds = Tolerations.seconds(node.json(), pod.json());
    if (!never && seconds.isEmpty()) {
      intolerantSince.remove(pod.uid());
    } else if (lasted(intolerantSince, pod.uid(), now, never ? 0 : 1_000 * seconds.getAsLong())) {
      disruption.evict(
          pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint");
    }
  }

  private static boolean lasted(Map<String, Long> since, String key, long now, long millis) {
    return now - since.computeIfAbsent(key, _ -> now) >= millis;
  }

  private static String readyStatus(JsonObject node) {
    return Json.objects(Json.status(node), "conditions").stream()
        .filter(c -> "Ready".equals(c.getString("type")))
        .map(c -> c.getString("status"))
        .findFirst()
        .orElse("");
  }

  private static String instanceId(JsonObject node) {
    String provider = Json.spec(node).getString("providerID", "");
    return provider.substring(provider.lastIndexOf('/') + 1);
  }
}
