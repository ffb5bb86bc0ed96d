package io.longshore.simulation.cluster;

import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.node.NodeSeen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine with a kubelet: what really runs is here, whatever the API server believes. */
public final class Machine {

  final String name;
  final String instanceId;
  final String providerId;
  final Map<String, String> labels;
  final Amounts allocatable;
  final int maxPods;
  final Map<String, Run> runs = new LinkedHashMap<>();
  boolean alive = true;
  boolean connected = true;
  @Nullable NodeObject node;
  Amounts foreign = Amounts.NONE;

  /** A pod on this machine. */
  static final class Run {
    final SimPod pod;
    boolean started;
    boolean stopping;
    boolean over;
    int exitCode;
    long startedAt;
    long finishedAt;
    boolean refused;

    Run(SimPod pod) {
      this.pod = pod;
    }

    boolean running() {
      return started && !over;
    }
  }

  /** A machine's object in the API server. */
  static final class NodeObject {
    final String uid;
    final long createdAt;
    boolean ready = true;
    boolean cordoned;

    NodeObject(String uid, long createdAt) {
      this.uid = uid;
      this.createdAt = createdAt;
    }
  }

  /** A machine that has just booted. */
  public Machine(
      String name,
      String instanceId,
      Map<String, String> labels,
      Amounts allocatable,
      int maxPods) {
    this.name = name;
    this.instanceId = instanceId;
    this.providerId = instanceId.isEmpty() ? "" : "aws:///us-east-1a/" + instanceId;
    this.labels = labels;
    this.allocatable = allocatable;
    this.maxPods = maxPods;
  }

  /** Its name, which its node bears. */
  public String name() {
    return name;
  }

  /** The instance below it, empty where nobody manages it. */
  public String instanceId() {
    return instanceId;
  }

  /** Whether it is powered on. */
  public boolean alive() {
    return alive;
  }

  /** Whether anything of a pod runs on it. */
  public boolean runs(String pod) {
    return alive
        && runs.values().stream().anyMatch(run -> !run.over && run.pod.ref.name().equals(pod));
  }

  NodeSeen seen(NodeObject of, String taint, String arch) {
    return new NodeSeen(
        name,
        of.uid,
        io.longshore.simulation.time.Agenda.date(of.createdAt),
        labels,
        providerId,
        allocatable,
        maxPods,
        of.ready,
        of.cordoned,
        List.of(new NodeSeen.Taint(taint, "", "NoSchedule")),
        arch);
  }
}
