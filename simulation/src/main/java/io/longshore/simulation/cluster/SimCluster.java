package io.longshore.simulation.cluster;

import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.desk.Outcome;
import io.longshore.placement.core.node.DaemonSeen;
import io.longshore.placement.core.node.ForeignPod;
import io.longshore.placement.core.node.NodeSeen;
import io.longshore.placement.core.observe.ContainerSeen;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.pod.Container;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.core.pod.PodPlan;
import io.longshore.simulation.Faults;
import io.longshore.simulation.History;
import io.longshore.simulation.cluster.Machine.NodeObject;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cluster's API server with its controllers: pods with finalizers, nodes, the fence's ConfigMap
 * and the policy that enforces it a little later.
 */
public class SimCluster {

  private static final int GC_AFTER = 25_000;
  private static final Amounts DAEMON = new Amounts(100, 100L << 20, 0, Map.of());

  final Agenda agenda;
  final Dice dice;
  final Faults faults;
  final History history;
  final Names names;
  final Kubelets kubelets;
  private final Map<String, SimPod> pods = new TreeMap<>();
  private final Map<String, Machine> nodes = new TreeMap<>();
  private final Map<String, ForeignPod> foreign = new LinkedHashMap<>();
  private final List<Consumer<DeskInput>> watches = new ArrayList<>();
  private long fence;
  private long fenceVersion;
  private long enforced;
  private int uids;
  private boolean down;

  /** A cluster without nodes. */
  @SuppressWarnings("this-escape") // the kubelets keep it, and use it later
  public SimCluster(
      Agenda agenda,
      Dice dice,
      Faults faults,
      History history,
      Programs programs,
      ClusterWatch watch) {
    this.agenda = agenda;
    this.dice = dice;
    this.faults = faults;
    this.history = history;
    this.names = new Names("batch.longshore.io");
    this.kubelets = new Kubelets(this, programs, watch);
  }

  /** The DaemonSet that every node has. */
  static Amounts daemon() {
    return DAEMON;
  }

  boolean down() {
    return down;
  }

  /** The API server goes away and comes back. */
  public void outage(long millis) {
    down = true;
    history.tell("cluster", "the API is away");
    agenda.in(millis, this::heal);
  }

  /** It answers. */
  public void heal() {
    if (down) {
      down = false;
      kubelets.resyncAll();
    }
  }

  void watch(Consumer<DeskInput> watcher) {
    watches.add(watcher);
  }

  void unwatch(Consumer<DeskInput> watcher) {
    watches.remove(watcher);
  }

  private void tell(DeskInput what) {
    List.copyOf(watches).forEach(watcher -> watcher.accept(what));
  }

  // --- the fence --------------------------------------------------------------------------------

  long fence() {
    return fence;
  }

  String fenceVersion() {
    return Long.toString(fenceVersion);
  }

  /** Whether the ConfigMap was as read, and now holds {@code to}. */
  boolean raise(long to, @Nullable String version) {
    boolean current = version == null ? fenceVersion == 0 : version.equals(fenceVersion());
    if (!current) {
      return false;
    }
    fence = to;
    fenceVersion++;
    history.tell("cluster", "fence is " + to);
    agenda.in(dice.between(0, 1_500), () -> enforced = Math.max(enforced, to));
    return true;
  }

  /** Whether the policy lets a pod of this epoch in at this moment. */
  protected boolean admits(long epoch) {
    return epoch >= enforced;
  }

  // --- pods -------------------------------------------------------------------------------------

  Outcome.OfCreate create(PodPlan plan) {
    String annotation = plan.annotations().getOrDefault(names.placementEpoch(), "0");
    if (!admits(Long.parseLong(annotation))) {
      return new Outcome.Fenced("ValidatingAdmissionPolicy 'longshore-fence' denied request");
    }
    boolean slow = faults.on(Faults.Kind.API) && dice.once(150);
    if (slow) {
      // What has passed the fence is stored a little later.
      agenda.in(dice.between(500, 3_000), () -> store(plan));
      return new Outcome.Unanswered("timeout");
    }
    var pod = store(plan);
    return pod == null ? new Outcome.Exists() : new Outcome.Done(pod.seen());
  }

  private @Nullable SimPod store(PodPlan plan) {
    if (pods.containsKey(plan.name())) {
      return null;
    }
    var pod = new SimPod(plan, "p" + ++uids, names, pending(plan));
    pods.put(plan.name(), pod);
    history.tell("cluster", "pod " + plan.name() + " made on " + plan.nodeName());
    tell(new DeskInput.PodChanged(pod.seen()));
    kubelets.bound(pod);
    if (!nodes.containsKey(plan.nodeName())) {
      agenda.in(GC_AFTER, () -> collect(pod));
    }
    return pod;
  }

  private static PodSeen.Status pending(PodPlan plan) {
    return new PodSeen.Status(
        PodSeen.Phase.PENDING,
        "",
        "",
        null,
        false,
        containers(plan, new ContainerSeen.State.Unmentioned()));
  }

  static List<ContainerSeen> containers(PodPlan plan, ContainerSeen.State state) {
    return plan.containers().stream()
        .map(Container::name)
        .map(name -> new ContainerSeen(name, false, "sim://" + name, state))
        .toList();
  }

  @Nullable SimPod pod(String name) {
    return pods.get(name);
  }

  @Nullable SimPod pod(PodRef ref) {
    var pod = pods.get(ref.name());
    return pod == null || !pod.ref.uid().equals(ref.uid()) ? null : pod;
  }

  void update(SimPod pod, PodSeen.Status status) {
    if (!pod.gone && !pod.status.equals(status)) {
      pod.status = status;
      pod.changed();
      tell(new DeskInput.PodChanged(pod.seen()));
    }
  }

  void delete(SimPod pod, long grace) {
    var before = pod.deletion;
    if (before == null || grace < before.graceSeconds()) {
      var at = before == null ? agenda.instant() : before.requestedAt();
      pod.deletion = new PodSeen.Deletion(at, grace);
      pod.changed();
      history.tell("cluster", "pod " + pod.ref.name() + " is to go, grace " + grace);
      tell(new DeskInput.PodChanged(pod.seen()));
      kubelets.deleted(pod, grace);
    }
  }

  /** Removes a finalizer; the object goes with the last one once it is to go and nothing runs. */
  void release(SimPod pod, String finalizer) {
    if (pod.finalizers.remove(finalizer)) {
      pod.changed();
    }
    dropIfDone(pod);
  }

  void dropIfDone(SimPod pod) {
    var deletion = pod.deletion;
    if (pod.gone || deletion == null || !pod.finalizers.isEmpty()) {
      return;
    }
    if (deletion.graceSeconds() == 0 || pod.terminal()) {
      pod.gone = true;
      pods.remove(pod.ref.name());
      history.tell("cluster", "pod " + pod.ref.name() + " is gone");
      tell(new DeskInput.PodGone(pod.seen()));
      kubelets.gone(pod);
    }
  }

  /** Somebody takes a pod away, finalizer and all. */
  public void vandalise() {
    var all = pods.values().stream().filter(p -> !p.terminal()).toList();
    if (!all.isEmpty()) {
      var pod = dice.one(all);
      history.tell("cluster", "pod " + pod.ref.name() + " is taken away by somebody");
      if (dice.once(2)) {
        pod.finalizers.clear();
        delete(pod, 0);
        dropIfDone(pod);
      } else {
        delete(pod, 30);
      }
    }
  }

  /** The pod garbage collector takes pods whose node is gone: it writes the phase alone. */
  private void collect(SimPod pod) {
    if (pod.gone || nodes.containsKey(pod.plan.nodeName())) {
      return;
    }
    var status = pod.status;
    if (!pod.terminal()) {
      update(
          pod,
          new PodSeen.Status(
              PodSeen.Phase.FAILED,
              status.reason(),
              status.message(),
              "DeletionByPodGC",
              false,
              status.containers()));
    }
    delete(pod, 0);
    dropIfDone(pod);
  }

  // --- nodes ------------------------------------------------------------------------------------

  @Nullable Machine node(String name) {
    return nodes.get(name);
  }

  /** A machine's kubelet registers: a new object, and so a new UID. */
  public void register(Machine machine) {
    var before = nodes.get(machine.name);
    var object = new NodeObject("n" + ++uids, agenda.now());
    if (before != null && before != machine && before.node != null) {
      tell(new DeskInput.NodeGone(machine.name, before.node.uid));
      before.node = null;
    } else if (machine.node != null) {
      tell(new DeskInput.NodeGone(machine.name, machine.node.uid));
    }
    machine.node = object;
    nodes.put(machine.name, machine);
    history.tell(
        "cluster", "node " + machine.name + " joins as " + object.uid + " " + machine.instanceId);
    tell(new DeskInput.NodeChanged(seen(machine)));
    pods.values().stream()
        .filter(pod -> pod.plan.nodeName().equals(machine.name))
        .toList()
        .forEach(kubelets::bound);
    kubelets.resync(machine);
  }

  NodeSeen seen(Machine machine) {
    var object = machine.node;
    if (object == null) {
      throw new IllegalStateException(machine.name + " has no node");
    }
    return machine.seen(object, names.taint(), "amd64");
  }

  void ready(Machine machine, boolean ready) {
    var object = machine.node;
    if (object != null && object.ready != ready) {
      object.ready = ready;
      history.tell("cluster", "node " + machine.name + (ready ? " is ready" : " is not ready"));
      tell(new DeskInput.NodeChanged(seen(machine)));
    }
  }

  /** A machine's object is deleted. */
  public void unregister(Machine machine) {
    var object = machine.node;
    if (object == null) {
      return;
    }
    machine.node = null;
    nodes.remove(machine.name, machine);
    history.tell("cluster", "node " + machine.name + " is deleted");
    tell(new DeskInput.NodeGone(machine.name, object.uid));
    pods.values().stream()
        .filter(pod -> pod.plan.nodeName().equals(machine.name))
        .toList()
        .forEach(pod -> agenda.in(GC_AFTER, () -> collect(pod)));
  }

  /** Somebody's pod takes room on a node for a while. */
  public void intrude(Machine machine, long millis) {
    var pod =
        new ForeignPod("f" + ++uids, machine.name, "", new Amounts(1_000, 1L << 30, 0, Map.of()));
    foreign.put(pod.uid(), pod);
    machine.foreign = machine.foreign.plus(pod.requests());
    tell(new DeskInput.ForeignChanged(pod));
    agenda.in(
        millis,
        () -> {
          foreign.remove(pod.uid());
          machine.foreign = machine.foreign.less(pod.requests());
          tell(new DeskInput.ForeignGone(pod.uid()));
        });
  }

  /** The kubelets. */
  public Kubelets kubelets() {
    return kubelets;
  }

  // --- lists ------------------------------------------------------------------------------------

  DeskInput listPods() {
    return new DeskInput.PodsListed(pods.values().stream().map(SimPod::seen).toList());
  }

  DeskInput listNodes() {
    return new DeskInput.NodesListed(nodes.values().stream().map(this::seen).toList());
  }

  DeskInput listForeign() {
    return new DeskInput.ForeignListed(List.copyOf(foreign.values()));
  }

  static DeskInput listDaemons() {
    return new DeskInput.DaemonsListed(
        List.of(
            new DaemonSeen(
                "d1",
                DAEMON,
                Map.of(),
                List.of(),
                List.of(new DaemonSeen.Toleration("", "Exists", "", "")),
                false)));
  }

  /** Names of all pods that are there. */
  public Set<String> podNames() {
    return pods.keySet();
  }

  /** Machines with a node object. */
  public List<Machine> machines() {
    return List.copyOf(nodes.values());
  }
}
