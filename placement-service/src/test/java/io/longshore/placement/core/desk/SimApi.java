package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.fence.FenceAction;
import io.longshore.placement.core.fence.FenceEvent;
import io.longshore.placement.core.node.NodeSeen;
import io.longshore.placement.core.observe.ContainerSeen;
import io.longshore.placement.core.observe.ContainerSeen.State;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.observe.PodWarning;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.core.pod.PodPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A small, honest API server with kubelets: names are unique, objects with finalizers stay, writes
 * are conditional, the fence refuses old epochs, and nothing restarts. It counts how often each
 * name was ever created and how often its containers ever ran.
 */
public final class SimApi {

  private final Names names;
  private final Map<String, PodSeen> pods = new TreeMap<>();
  private final Map<String, NodeSeen> nodes = new TreeMap<>();
  private final Map<String, Integer> created = new TreeMap<>();
  private final Map<String, Integer> everRan = new TreeMap<>();
  private final List<Consumer<DeskInput>> watchers = new ArrayList<>();
  private boolean guarded = true;
  private long epoch;
  private long version = 1;

  /** A cluster with its policy in place. */
  public SimApi(Names names) {
    this.names = names;
  }

  /** Takes the policy away, or puts it there. */
  public synchronized void guard(boolean on) {
    guarded = on;
  }

  /** How often a pod of this name was created. */
  public synchronized int created(LaunchId id) {
    return created.getOrDefault(id.podName(), 0);
  }

  /** How often containers of a pod of this name were started. */
  public synchronized int everRan(LaunchId id) {
    return everRan.getOrDefault(id.podName(), 0);
  }

  /** All pods. */
  public synchronized List<PodSeen> pods() {
    return List.copyOf(pods.values());
  }

  /** A pod by name. */
  public synchronized Optional<PodSeen> pod(String name) {
    return Optional.ofNullable(pods.get(name));
  }

  /** All nodes. */
  public synchronized List<NodeSeen> nodes() {
    return List.copyOf(nodes.values());
  }

  /** The number in the fence. */
  public synchronized long epoch() {
    return epoch;
  }

  /** Tells everything that happens from now on. */
  public synchronized void watch(Consumer<DeskInput> watcher) {
    watchers.add(watcher);
  }

  /** Tells this one no more. */
  public synchronized void unwatch(Consumer<DeskInput> watcher) {
    watchers.remove(watcher);
  }

  /** A node joins or changes. */
  public synchronized void put(NodeSeen node) {
    nodes.put(node.name(), node);
    tell(new DeskInput.NodeChanged(node));
  }

  /** A node's object is deleted; its pods stay as they are. */
  public synchronized void removeNode(String name) {
    NodeSeen gone = nodes.remove(name);
    if (gone != null) {
      tell(new DeskInput.NodeGone(name, gone.uid()));
    }
  }

  private void tell(DeskInput event) {
    watchers.forEach(w -> w.accept(event));
  }

  /** Creates a pod, as the admission chain and the store would. */
  public synchronized Outcome.OfCreate create(PodPlan plan) {
    long stamped = Long.parseLong(plan.annotations().get(names.placementEpoch()));
    if (guarded && stamped < epoch) {
      return new Outcome.Fenced("epoch " + stamped + " is below " + epoch);
    }
    if (pods.containsKey(plan.name())) {
      return new Outcome.Exists();
    }
    created.merge(plan.name(), 1, Integer::sum);
    var containers =
        plan.containers().stream()
            .map(
                c ->
                    new ContainerSeen(
                        c.name(), false, "", new State.Waiting("ContainerCreating", "")))
            .toList();
    var pod =
        new PodSeen(
            new PodRef(plan.namespace(), plan.name(), "pod-" + version),
            Long.toString(version),
            plan.nodeName(),
            new PodSeen.Identity(
                true, plan.labels().get(names.jobId()), plan.labels().get(names.nodeUid())),
            plan.finalizers(),
            null,
            new PodSeen.Status(PodSeen.Phase.PENDING, "", "", null, false, containers));
    return new Outcome.Done(store(pod));
  }

  private PodSeen store(PodSeen pod) {
    version++;
    var stored =
        new PodSeen(
            pod.ref(),
            Long.toString(version),
            pod.nodeName(),
            pod.identity(),
            pod.finalizers(),
            pod.deletion(),
            pod.status());
    PodSeen.Deletion deletion = stored.deletion();
    if (deletion != null && stored.finalizers().isEmpty() && deletion.graceSeconds() == 0) {
      pods.remove(stored.ref().name());
      tell(new DeskInput.PodGone(stored));
    } else {
      pods.put(stored.ref().name(), stored);
      tell(new DeskInput.PodChanged(stored));
    }
    return stored;
  }

  /** Deletes with grace and a UID precondition. */
  public synchronized Outcome.OfDelete delete(PodRef ref, long grace, Instant now) {
    PodSeen pod = pods.get(ref.name());
    if (pod == null || !pod.ref().uid().equals(ref.uid())) {
      return new Outcome.Missing();
    }
    PodSeen.Deletion before = pod.deletion();
    long granted = before == null ? grace : Math.min(grace, before.graceSeconds());
    Instant since = before == null ? now : before.requestedAt();
    return new Outcome.Done(
        store(with(pod, new PodSeen.Deletion(since, granted), pod.finalizers(), pod.status())));
  }

  /** Deletes at once and takes our finalizer away. */
  public synchronized Outcome.OfRelease release(PodRef ref, Instant now) {
    PodSeen pod = pods.get(ref.name());
    if (pod == null || !pod.ref().uid().equals(ref.uid())) {
      return new Outcome.Missing();
    }
    List<String> left =
        pod.finalizers().stream().filter(f -> !f.equals(names.finalizer())).toList();
    store(with(pod, new PodSeen.Deletion(now, 0), left, pod.status()));
    return new Outcome.Released();
  }

  /** Reads a pod live. */
  public synchronized Outcome.OfLook look(String name) {
    PodSeen pod = pods.get(name);
    return pod == null ? new Outcome.Missing() : new Outcome.Done(pod);
  }

  /** Events: every pod that has not started lacks a secret. */
  public synchronized List<PodWarning> warnings() {
    return pods.values().stream()
        .filter(pod -> pod.status().phase() == PodSeen.Phase.PENDING)
        .map(pod -> new PodWarning(pod.ref(), "FailedMount", "secret \"s\" not found"))
        .toList();
  }

  /** UID of a node, empty where there is none. */
  public synchronized String lookAtNode(String name) {
    NodeSeen node = nodes.get(name);
    return node == null ? "" : node.uid();
  }

  /** Does what is asked of the fence. */
  public synchronized FenceEvent fence(FenceAction action) {
    return switch (action) {
      case FenceAction.ReadFence _ ->
          new FenceEvent.Read(epoch, epoch == 0 ? null : Long.toString(epoch));
      case FenceAction.RaiseFence(long to, var seen) -> {
        String is = epoch == 0 ? null : Long.toString(epoch);
        if (is == null ? seen != null : !is.equals(seen)) {
          yield new FenceEvent.Overtaken();
        }
        epoch = to;
        yield new FenceEvent.Raised(to);
      }
      case FenceAction.ProbeFence(long under) ->
          guarded && under - 1 < epoch && under >= epoch
              ? new FenceEvent.Holds()
              : new FenceEvent.Leaks("no ValidatingAdmissionPolicy refuses epoch " + (under - 1));
    };
  }

  /** The kubelet starts a pod's containers. */
  public synchronized void run(String name, Instant now) {
    PodSeen pod = pods.get(name);
    if (pod != null && !pod.deleting() && pod.status().phase() == PodSeen.Phase.PENDING) {
      everRan.merge(name, 1, Integer::sum);
      status(pod, PodSeen.Phase.RUNNING, new State.Running(now));
    }
  }

  /** A running pod's containers exit. */
  public synchronized void exit(String name, int code, Instant now) {
    PodSeen pod = pods.get(name);
    if (pod != null && pod.status().phase() == PodSeen.Phase.RUNNING) {
      status(
          pod,
          code == 0 ? PodSeen.Phase.SUCCEEDED : PodSeen.Phase.FAILED,
          new State.Terminated(code, code == 0 ? "Completed" : "Error", "", now, now));
    }
  }

  /** The kubelet acts on a deletion: what runs is killed, what does not never will. */
  public synchronized void kill(String name, Instant now) {
    PodSeen pod = pods.get(name);
    if (pod == null || !pod.deleting()) {
      return;
    }
    if (pod.status().phase() == PodSeen.Phase.RUNNING) {
      exit(name, 143, now);
    } else if (pod.status().phase() == PodSeen.Phase.PENDING) {
      refuse(name, "", true);
    }
  }

  /** The kubelet refuses a pod, or gives it up, before anything ran. */
  public synchronized void refuse(String name, String reason, boolean saysOver) {
    PodSeen pod = pods.get(name);
    if (pod != null && pod.status().phase() == PodSeen.Phase.PENDING) {
      store(
          with(
              pod,
              pod.deletion(),
              pod.finalizers(),
              new PodSeen.Status(
                  PodSeen.Phase.FAILED, reason, "", null, saysOver, pod.status().containers())));
    }
  }

  /** Somebody else takes all finalizers away and deletes the object. */
  public synchronized void vandalise(String name, Instant now) {
    PodSeen pod = pods.get(name);
    if (pod != null) {
      store(with(pod, new PodSeen.Deletion(now, 0), List.of(), pod.status()));
    }
  }

  private void status(PodSeen pod, PodSeen.Phase phase, State state) {
    var containers =
        pod.status().containers().stream()
            .map(c -> new ContainerSeen(c.name(), c.init(), "containerd://" + c.name(), state))
            .toList();
    store(
        with(
            pod,
            pod.deletion(),
            pod.finalizers(),
            new PodSeen.Status(phase, "", "", null, false, containers)));
  }

  private static PodSeen with(
      PodSeen pod,
      PodSeen.@Nullable Deletion deletion,
      List<String> finalizers,
      PodSeen.Status status) {
    return new PodSeen(
        pod.ref(),
        pod.resourceVersion(),
        pod.nodeName(),
        pod.identity(),
        finalizers,
        deletion,
        status);
  }
}
