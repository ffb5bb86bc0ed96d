package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Change;
import io.longshore.standalone.world.kube.Deletion;
import io.longshore.standalone.world.kube.Json;
import io.longshore.standalone.world.kube.ObjectKey;
import io.longshore.standalone.world.kube.ResourceType;
import io.longshore.standalone.world.kube.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One node's agent: admits the pods that are bound to its node, runs them and reports. */
public final class Kubelet {

  private final NodeServices services;
  private final String nodeName;
  private final String hostIp;
  private final Addresses podAddresses;
  private final Map<String, PodWorker> workers = new LinkedHashMap<>();
  private boolean off;
  private boolean frozen;

  Kubelet(NodeServices services, String nodeName, String hostIp, Addresses podAddresses) {
    this.services = services;
    this.nodeName = nodeName;
    this.hostIp = hostIp;
    this.podAddresses = podAddresses;
  }

  /** The node's name. */
  public String nodeName() {
    return nodeName;
  }

  /** Whether it is up and in touch with the API server. */
  boolean alive() {
    return !off && !frozen;
  }

  /** How many of its pods have not ended. */
  public long running() {
    return workers.values().stream().filter(w -> !w.isEnded()).count();
  }

  /** The worker of a pod. */
  Optional<PodWorker> worker(String podUid) {
    return Optional.ofNullable(workers.get(podUid));
  }

  /** Looks at all pods that are bound to the node, as a kubelet does when it starts or is back. */
  void sync() {
    for (StoredObject pod : services.registry().store().all(ResourceType.PODS)) {
      if (nodeName.equals(Json.spec(pod.json()).getString("nodeName"))) {
        seen(pod);
      }
    }
    var gone = List.copyOf(workers.values());
    for (PodWorker worker : gone) {
      StoredObject current =
          services.registry().store().get(ResourceType.PODS, worker.stored().key());
      if (current == null || !current.uid().equals(worker.stored().uid())) {
        removed(worker);
      }
    }
  }

  /** One of its pods has changed. */
  void onChange(Change change) {
    if (!alive()) {
      return;
    }
    if (change.after() != null) {
      seen(change.after());
    } else if (change.before() != null) {
      worker(change.before().uid()).ifPresent(this::removed);
    }
  }

  /** Cuts it off from the API server, or lets it back: what runs goes on, nothing is reported. */
  void freeze(boolean frozen) {
    this.frozen = frozen;
    workers.values().forEach(w -> w.silent(frozen));
    if (!frozen) {
      sync();
    }
  }

  /** The machine goes down; completes when all processes are gone. */
  Future<Void> powerOff() {
    off = true;
    List<Future<Void>> ends = workers.values().stream().map(PodWorker::powerOff).toList();
    return Future.join(ends).mapEmpty();
  }

  private void seen(StoredObject pod) {
    PodWorker worker = workers.get(pod.uid());
    JsonObject meta = Json.meta(pod.json());
    if (worker == null) {
      worker = admit(pod);
    }
    if (worker != null && pod.deleting()) {
      worker.delete(meta.getLong("deletionGracePeriodSeconds", 0L));
    }
  }

  private PodWorker admit(StoredObject pod) {
    JsonObject status = Json.status(pod.json());
    String phase = status.getString("phase", "Pending");
    if (phase.equals("Succeeded") || phase.equals("Failed")) {
      finishDeletion(pod);
      return null;
    }
    var worker = new PodWorker(services, pod, hostIp, podAddresses.next());
    if (status.containsKey("containerStatuses")) {
      workers.put(pod.uid(), worker);
      worker.lostInReboot();
      return worker;
    }
    Optional<PodAdmission.Refusal> refusal = refusal(pod);
    if (refusal.isPresent()) {
      services
          .registry()
          .changeStatus(
              ResourceType.PODS,
              pod.key(),
              pod.uid(),
              s -> PodStatus.writeRefused(s, refusal.get()));
      services.event(pod, "Warning", refusal.get().reason(), refusal.get().message());
      return null;
    }
    workers.put(pod.uid(), worker);
    if (pod.deleting()) {
      return worker;
    }
    worker.start();
    return worker;
  }

  private Optional<PodAdmission.Refusal> refusal(StoredObject pod) {
    StoredObject node =
        services.registry().store().get(ResourceType.NODES, ObjectKey.cluster(nodeName));
    if (node == null) {
      return Optional.of(
          new PodAdmission.Refusal("NodeNotFound", "Pod was rejected: the node has no object"));
    }
    List<JsonObject> running =
        workers.values().stream().filter(w -> !w.isEnded()).map(PodWorker::pod).toList();
    return PodAdmission.check(node.json(), pod.json(), running);
  }

  /** A pod that has ended and is to go needs no kubelet but for its word. */
  private void finishDeletion(StoredObject pod) {
    if (pod.deleting() && Json.meta(pod.json()).getLong("deletionGracePeriodSeconds", 0L) > 0) {
      services
          .registry()
          .deletion()
          .delete(ResourceType.PODS, pod.key(), Deletion.Options.now(pod.uid()));
    }
  }

  private void removed(PodWorker worker) {
    if (!worker.isEnded()) {
      worker.stop(0);
    }
    worker
        .ended()
        .onComplete(
            _ -> {
              workers.remove(worker.stored().uid());
              services.discard(worker.directory());
            });
  }
}
