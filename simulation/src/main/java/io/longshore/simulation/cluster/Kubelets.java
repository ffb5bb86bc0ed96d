package io.longshore.simulation.cluster;

import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.observe.ContainerSeen.State;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.simulation.Faults;
import io.longshore.simulation.cluster.Machine.Run;
import io.longshore.simulation.time.Agenda;
import java.util.List;

/**
 * The kubelets of all machines: they start what is bound to their name, run it to its end or until
 * it is to go, and write its status as long as they can reach the API server.
 */
public final class Kubelets {

  private static final int NOT_READY_AFTER = 40_000;
  private static final int KILLED = 137;
  private static final int TERMINATED = 143;

  private final SimCluster cluster;
  private final Programs programs;
  private final ClusterWatch watch;

  Kubelets(SimCluster cluster, Programs programs, ClusterWatch watch) {
    this.cluster = cluster;
    this.programs = programs;
    this.watch = watch;
  }

  private Agenda agenda() {
    return cluster.agenda;
  }

  /** A pod is bound to a name; whoever bears the name takes it. */
  void bound(SimPod pod) {
    agenda().in(cluster.dice.between(100, 600), () -> take(pod));
  }

  private void take(SimPod pod) {
    var machine = cluster.node(pod.plan.nodeName());
    if (pod.gone
        || pod.terminal()
        || machine == null
        || !machine.alive
        || !machine.connected
        || machine.runs.containsKey(pod.ref.uid())) {
      return;
    }
    var run = new Run(pod);
    machine.runs.put(pod.ref.uid(), run);
    if (pod.deletion != null) {
      run.over = true;
      push(machine, run);
      return;
    }
    String refusal = refusal(machine, pod);
    if (!refusal.isEmpty()) {
      run.refused = true;
      run.over = true;
      cluster.history.tell(machine.name, "refuses " + pod.ref.name() + ": " + refusal);
      agenda().in(delay(), () -> refused(machine, pod, refusal));
      return;
    }
    agenda().in(cluster.dice.between(300, 2_000), () -> start(machine, run));
  }

  private String refusal(Machine machine, SimPod pod) {
    if (!machine.labels.entrySet().containsAll(pod.plan.nodeSelector().entrySet())) {
      return "NodeAffinity";
    }
    if (cluster.faults.on(Faults.Kind.POD) && cluster.dice.once(250)) {
      return "UnexpectedAdmissionError";
    }
    Amounts used = SimCluster.daemon();
    for (Run run : machine.runs.values()) {
      if (!run.over && run.pod != pod) {
        used = used.plus(run.pod.requests);
      }
    }
    Amounts free = machine.allocatable.less(used);
    Amounts wanted = pod.requests;
    if (!fits(wanted, free) && knownWhole(machine)) {
      watch.noRoom(pod.launch, machine.name);
    }
    return fits(wanted, free.less(machine.foreign)) ? "" : "OutOfcpu";
  }

  /** Whether all that runs there came to the node under its present identity. */
  private static boolean knownWhole(Machine machine) {
    var node = machine.node;
    return node != null
        && machine.runs.values().stream()
            .allMatch(run -> run.over || run.pod.identity.nodeUid().equals(node.uid));
  }

  private static boolean fits(Amounts wanted, Amounts free) {
    return wanted.vcpuMillis() <= free.vcpuMillis() && wanted.memoryBytes() <= free.memoryBytes();
  }

  private void refused(Machine machine, SimPod pod, String reason) {
    if (!machine.alive || !machine.connected) {
      return;
    }
    cluster.update(
        pod,
        new PodSeen.Status(
            PodSeen.Phase.FAILED,
            reason,
            "Pod was rejected: " + reason,
            null,
            false,
            pod.status.containers()));
    cluster.dropIfDone(pod);
  }

  private void start(Machine machine, Run run) {
    if (run.over || !machine.alive) {
      return;
    }
    run.started = true;
    run.startedAt = agenda().now();
    watch.started(run.pod.launch, run.pod.attempt, machine.name);
    push(machine, run);
    var what = programs.run(run.pod.launch, run.pod.attempt);
    if (what.millis() < Long.MAX_VALUE) {
      agenda().in(what.millis(), () -> end(machine, run, what.exitCode()));
    }
  }

  private void end(Machine machine, Run run, int exitCode) {
    if (run.over || !machine.alive) {
      return;
    }
    run.over = true;
    run.exitCode = exitCode;
    run.finishedAt = agenda().now();
    if (run.started) {
      watch.stopped(run.pod.launch, exitCode, machine.name);
    }
    push(machine, run);
  }

  /** A pod is to go: TERM, and KILL after its grace. */
  void deleted(SimPod pod, long graceSeconds) {
    agenda().in(cluster.dice.between(50, 500), () -> stop(pod, graceSeconds));
  }

  private void stop(SimPod pod, long graceSeconds) {
    var machine = cluster.node(pod.plan.nodeName());
    if (machine == null || !machine.alive || !machine.connected) {
      return;
    }
    var run = machine.runs.get(pod.ref.uid());
    if (run == null) {
      take(pod);
      return;
    }
    if (run.over) {
      push(machine, run);
      return;
    }
    run.stopping = true;
    if (!run.started || graceSeconds == 0) {
      end(machine, run, KILLED);
    } else {
      boolean stubborn = cluster.dice.once(4);
      long after = stubborn ? graceSeconds * 1_000 : cluster.dice.between(10, 3_000);
      agenda().in(after, () -> end(machine, run, stubborn ? KILLED : TERMINATED));
    }
  }

  /** A pod's object is gone: its kubelet kills what it still runs of it. */
  void gone(SimPod pod) {
    for (Machine machine : cluster.machines()) {
      var run = machine.runs.get(pod.ref.uid());
      if (run != null) {
        agenda()
            .in(
                cluster.dice.between(50, 500),
                () -> {
                  end(machine, run, KILLED);
                  machine.runs.remove(pod.ref.uid());
                });
      }
    }
  }

  private long delay() {
    return cluster.dice.between(50, 400);
  }

  private void push(Machine machine, Run run) {
    agenda().in(delay(), () -> write(machine, run));
  }

  private void write(Machine machine, Run run) {
    if (!machine.alive || !machine.connected || cluster.down() || run.refused) {
      return;
    }
    if (machine.node == null) {
      return;
    }
    var pod = run.pod;
    if (!pod.gone) {
      cluster.update(pod, status(run));
      cluster.dropIfDone(pod);
    }
  }

  private static PodSeen.Status status(Run run) {
    var pod = run.pod;
    if (!run.started) {
      return run.over
          ? new PodSeen.Status(
              PodSeen.Phase.FAILED, "", "", null, true, SimCluster.containers(pod.plan, waiting()))
          : pod.status;
    }
    if (!run.over) {
      return new PodSeen.Status(
          PodSeen.Phase.RUNNING,
          "",
          "",
          null,
          false,
          SimCluster.containers(pod.plan, new State.Running(Agenda.date(run.startedAt))));
    }
    var end =
        new State.Terminated(
            run.exitCode,
            run.exitCode == 0 ? "Completed" : "Error",
            "",
            Agenda.date(run.startedAt),
            Agenda.date(run.finishedAt));
    return new PodSeen.Status(
        run.exitCode == 0 ? PodSeen.Phase.SUCCEEDED : PodSeen.Phase.FAILED,
        "",
        "",
        pod.status.disruption(),
        true,
        SimCluster.containers(pod.plan, end));
  }

  private static State waiting() {
    return new State.Waiting("ContainerCreating", "");
  }

  // --- machines ---------------------------------------------------------------------------------

  /** The machine's power is gone, and all that ran on it. */
  public void die(Machine machine) {
    if (!machine.alive) {
      return;
    }
    cluster.history.tell(machine.name, "dies " + machine.instanceId);
    machine.alive = false;
    for (Run run : List.copyOf(machine.runs.values())) {
      if (!run.over) {
        boolean ran = run.started;
        run.over = true;
        if (ran) {
          watch.stopped(run.pod.launch, -1, machine.name);
        }
      }
    }
    agenda().in(NOT_READY_AFTER, () -> notHeard(machine));
  }

  /** The machine and the API server hear nothing of each other. */
  public void cut(Machine machine) {
    cluster.history.tell(machine.name, "is cut off");
    machine.connected = false;
    agenda().in(NOT_READY_AFTER, () -> notHeard(machine));
  }

  private void notHeard(Machine machine) {
    if (!machine.alive || !machine.connected) {
      cluster.ready(machine, false);
    }
  }

  /** They hear of each other again. */
  public void rejoin(Machine machine) {
    if (!machine.alive || machine.connected) {
      return;
    }
    cluster.history.tell(machine.name, "is heard of again");
    machine.connected = true;
    resync(machine);
  }

  /** The kubelet goes over all its pods, as it does now and then and after an absence. */
  void resync(Machine machine) {
    if (machine.node == null || cluster.node(machine.name) != machine) {
      return;
    }
    cluster.ready(machine, true);
    for (Run run : List.copyOf(machine.runs.values())) {
      var pod = run.pod;
      if (pod.gone) {
        end(machine, run, KILLED);
        machine.runs.remove(pod.ref.uid());
      } else if (pod.deletion != null && !run.over) {
        stop(pod, pod.deletion.graceSeconds());
      } else {
        push(machine, run);
      }
    }
    for (String name : List.copyOf(cluster.podNames())) {
      var pod = cluster.pod(name);
      if (pod != null && pod.plan.nodeName().equals(machine.name)) {
        bound(pod);
      }
    }
  }

  /** All kubelets look again: what one missed while the API was away is made good. */
  public void resyncAll() {
    for (Machine machine : cluster.machines()) {
      if (machine.alive && machine.connected) {
        resync(machine);
      }
    }
  }
}
