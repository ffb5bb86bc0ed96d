package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.demand.Instance;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Node;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Slot;
import io.longshore.scheduler.core.job.Evidence;
import io.longshore.scheduler.core.job.LaunchEnd;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.LaunchState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Follows nodes and the instances below them. */
final class Hosts {
  private final Round round;
  private final State state;
  private final Launches launches;

  Hosts(Round round, Launches launches) {
    this.round = round;
    this.state = round.state;
    this.launches = launches;
  }

  void seen(Input.NodeSeen seen) {
    var slot = state.nodes.get(seen.uid());
    var old = slot == null ? null : slot.node();
    var node =
        new Node(
            seen.uid(),
            seen.name(),
            seen.cluster(),
            seen.instanceId(),
            seen.environmentUuid(),
            seen.ready(),
            seen.schedulable(),
            seen.capacity(),
            seen.maxPods(),
            seen.labels(),
            seen.architecture(),
            seen.ready() ? null : awaySince(old),
            false,
            old == null || !old.capacity().equals(seen.capacity()) ? null : old.pausedUntil(),
            old != null && old.suspect());
    round.put(new Change.NodePut(node));
    join(node);
    if (node.away()) {
      hostWord(node.uid());
    }
  }

  private Instant awaySince(@Nullable Node old) {
    return old == null || old.awaySince() == null ? round.now : old.awaySince();
  }

  /** A node is the first that is heard of its instance, or makes it usable. */
  private void join(Node node) {
    var environment = state.environment(node.environmentUuid());
    if (environment == null || !environment.managed() || !node.hasInstance()) {
      return;
    }
    var instance = state.instances.get(node.instanceId());
    if (instance == null) {
      var first = node.ready() ? new InstanceState.Usable() : new InstanceState.Coming();
      round.put(
          new Change.InstancePut(
              Instance.unannounced(node.instanceId(), environment.arn(), first)));
    } else if (node.ready() && instance.state() instanceof InstanceState.Coming) {
      round.put(new Change.InstancePut(instance.in(new InstanceState.Usable())));
    }
  }

  /** Nodes may have been seen before their environment. */
  void environmentKnown(Environment environment) {
    for (var slot : List.copyOf(state.nodes.ofEnvironment(environment.uuid()))) {
      join(slot.node());
    }
  }

  void vanished(NodeUid uid) {
    var slot = state.nodes.get(uid);
    if (slot == null) {
      round.ignore(uid, "no such node");
      return;
    }
    round.put(new Change.NodePut(slot.node().gone(round.now)));
    hostWord(uid);
    dropIfDone(uid);
  }

  /**
   * A node that is gone is remembered while a launch or a living instance is known by it: they say
   * what is still awaited.
   */
  void dropIfDone(NodeUid uid) {
    var slot = state.nodes.get(uid);
    if (slot == null || !slot.node().gone() || !slot.idle() || !state.unjudgedOn(uid).isEmpty()) {
      return;
    }
    var instance = state.instances.get(slot.node().instanceId());
    if (instance == null || instance.state() instanceof InstanceState.Terminated) {
      round.put(new Change.NodeGone(uid));
    }
  }

  /** The host is going or gone: what ended by signal on it ended with it. */
  private void hostWord(NodeUid uid) {
    for (var id : state.unjudgedOn(uid)) {
      launches.judgeAsHostLoss(id);
    }
  }

  /** A pod is gone without evidence: its node takes nothing new and goes when the others end. */
  void suspect(NodeUid uid) {
    var slot = state.nodes.get(uid);
    if (slot == null || slot.node().suspect()) {
      return;
    }
    round.put(new Change.NodePut(slot.node().suspected()));
    var instance = state.instances.get(slot.node().instanceId());
    if (instance != null && instance.state().takesLaunches()) {
      drain(instance, "a pod on it is gone without evidence", false);
    }
  }

  void drain(Instance instance, String reason, boolean interrupted) {
    if (instance.state().onItsWayOut()) {
      round.ignore(instance.id(), "already on its way out");
      return;
    }
    var before = instance.state() instanceof InstanceState.Draining d && d.interrupted();
    var next = new InstanceState.Draining(reason, interrupted || before);
    round.put(new Change.InstancePut(instance.in(next)));
    if (interrupted) {
      state.nodes.ofInstance(instance.id()).forEach(this::hostWord);
    }
  }

  /** To be ended and never used again. */
  void release(Instance instance, String reason) {
    round.put(new Change.InstancePut(instance.in(new InstanceState.Released(round.now, reason))));
  }

  void release(String id, String reason) {
    var instance = state.instances.get(id);
    if (instance != null) {
      release(instance, reason);
    }
  }

  /** To be ended although launches may be on it. */
  void lose(Instance instance, String reason) {
    round.put(new Change.InstancePut(instance.in(new InstanceState.Lost(round.now, reason))));
    state.nodes.ofInstance(instance.id()).forEach(this::hostWord);
  }

  /** EC2 says terminated: the evidence that ends whatever ran there. */
  void terminated(Instance instance, String reason) {
    var next = new InstanceState.Terminated(round.now);
    round.put(new Change.InstancePut(instance.in(next)));
    for (var uid : state.nodes.ofInstance(instance.id())) {
      endAll(uid, Evidence.INSTANCE_TERMINATED, reason);
      dropIfDone(uid);
    }
    environmentEmpty(instance.environment());
  }

  /** An instance of an environment that is gone already must still be ended by name. */
  void stray(EnvironmentArn arn) {
    if (!state.environments.containsKey(arn)) {
      round.put(new Change.EnvironmentPut(Environment.unheardOf(arn)));
    }
  }

  /** A deleted environment goes with its last instance. */
  void environmentEmpty(EnvironmentArn arn) {
    var environment = state.environments.get(arn);
    if (environment == null || !environment.deleted()) {
      return;
    }
    var living =
        state.instances.of(arn).stream()
            .anyMatch(i -> !(i.state() instanceof InstanceState.Terminated));
    if (!living) {
      round.put(new Change.EnvironmentGone(arn));
      round.send(new Outgoing.DemandWithdrawn(arn));
    }
  }

  /**
   * An operator declares a node dead: that is the evidence its launches waited for. A declaration
   * that is repeated or late must not speak of whoever has the name since, so it never holds for a
   * node that is ready, and by name only where one object alone can be meant.
   */
  void declaredLost(Input.DeclareLost declared) {
    var named = state.nodes.all().stream().filter(s -> named(s, declared)).toList();
    var away = named.stream().filter(slot -> slot.node().away()).toList();
    if (!named.isEmpty() && away.isEmpty()) {
      round.refuse(declared, "the node is ready: its kubelet says that it is not lost");
      return;
    }
    if (declared.lost() instanceof Input.Lost.ByName && away.size() > 1) {
      round.refuse(declared, "several nodes of that name are away: declare one by its UID");
      return;
    }
    away.forEach(slot -> lost(slot.node(), declared.reason()));
    if (declared.lost() instanceof Input.Lost.OfInstance(var id)) {
      loseInstance(id, declared.reason());
    } else if (named.isEmpty()) {
      round.refuse(declared, "no such node");
    }
  }

  private void lost(Node node, String reason) {
    round.put(new Change.NodePut(node.suspected()));
    endAll(node.uid(), Evidence.DECLARED_LOST, reason);
    loseInstance(node.instanceId(), reason);
    dropIfDone(node.uid());
  }

  private boolean named(Slot slot, Input.DeclareLost declared) {
    var node = slot.node();
    return switch (declared.lost()) {
      case Input.Lost.ByUid(var uid) -> node.uid().equals(uid);
      case Input.Lost.OfInstance(var id) -> node.instanceId().equals(id);
      case Input.Lost.ByName(var name) -> {
        var environment = state.environment(node.environmentUuid());
        yield environment != null
            && environment.clusterArn().equals(declared.clusterArn())
            && node.name().equals(name);
      }
    };
  }

  /** An instance whose kubelet has registered anew and is well is not lost with its former node. */
  private void loseInstance(String id, String reason) {
    var instance = id.isEmpty() ? null : state.instances.get(id);
    boolean well =
        state.nodes.ofInstance(id).stream()
            .map(state.nodes::get)
            .anyMatch(slot -> slot != null && !slot.node().away());
    if (instance != null && !instance.state().onItsWayOut() && !well) {
      lose(instance, "declared lost: " + reason);
    }
  }

  private void endAll(NodeUid uid, Evidence evidence, String reason) {
    hostWord(uid);
    var slot = state.nodes.get(uid);
    if (slot == null) {
      return;
    }
    for (var id : List.copyOf(slot.launches())) {
      var launch = state.launch(id);
      if (launch != null) {
        launches.end(launch, LaunchEnd.ofHost(evidence, launch, round.now, reason));
      }
    }
  }

  /** A node's timer: its pause is over, or it has been away for too long. */
  void due(NodeUid uid) {
    var slot = state.nodes.get(uid);
    if (slot == null) {
      return;
    }
    var node = slot.node();
    if (node.pausedUntil() != null && !node.pausedUntil().isAfter(round.now)) {
      node = node.paused(null);
      round.put(new Change.NodePut(node));
    }
    if (node.awaySince() != null
        && !node.awaySince().plus(round.limits.nodeLostAfter()).isAfter(round.now)) {
      away(slot);
    }
  }

  private void away(Slot slot) {
    var environment = state.environment(slot.node().environmentUuid());
    var instance = state.instances.get(slot.node().instanceId());
    if (environment == null || !environment.managed() || instance == null) {
      return;
    }
    if (isRenewed(slot)) {
      dropIfRenewed(slot);
      return;
    }
    switch (instance.state()) {
      case InstanceState.Usable _, InstanceState.Draining _ -> {
        var what = slot.node().gone() ? "its node is gone" : "its node is not ready";
        if (isIdle(instance)) {
          release(instance, what);
        } else {
          lose(instance, what + " for " + round.limits.nodeLostAfter().toSeconds() + " s");
        }
      }
      case InstanceState.Coming _,
          InstanceState.Released _,
          InstanceState.Lost _,
          InstanceState.Terminated _ -> {}
    }
  }

  /**
   * Instances that drain go when the last launch has ended, or when none that is left can be seen.
   */
  void releaseDrained(List<Instance> draining) {
    for (var instance : draining) {
      if (!(instance.state() instanceof InstanceState.Draining(var reason, _))) {
        continue;
      }
      var left =
          state.nodes.ofInstance(instance.id()).stream()
              .map(state.nodes::get)
              .flatMap(slot -> slot == null ? Stream.of() : slot.launches().stream())
              .toList();
      if (left.isEmpty()) {
        release(instance, reason);
      } else if (left.stream().allMatch(this::hasVanished)) {
        lose(instance, reason);
      }
    }
  }

  /**
   * The kubelet has registered anew: what becomes of the instance is said by its other node object,
   * which is well or has not been away for too long yet.
   */
  private boolean isRenewed(Slot slot) {
    return state.nodes.ofInstance(slot.node().instanceId()).stream()
        .map(state.nodes::get)
        .anyMatch(other -> other != null && other != slot && !isOverdue(other));
  }

  private boolean isOverdue(Slot slot) {
    var since = slot.node().awaySince();
    return since != null && !since.plus(round.limits.nodeLostAfter()).isAfter(round.now);
  }

  /** No launch holds room on any of the instance's nodes. */
  private boolean isIdle(Instance instance) {
    return state.nodes.ofInstance(instance.id()).stream()
        .map(state.nodes::get)
        .allMatch(slot -> slot == null || slot.idle());
  }

  private void dropIfRenewed(Slot slot) {
    var uid = slot.node().uid();
    if (slot.node().gone() && slot.idle() && state.unjudgedOn(uid).isEmpty()) {
      round.put(new Change.NodeGone(uid));
    }
  }

  private boolean hasVanished(LaunchId id) {
    var launch = state.launch(id);
    return launch != null && launch.state() instanceof LaunchState.Vanished;
  }

  /** A terminated instance has been remembered long enough. */
  void forget(String instanceId) {
    for (var uid : state.nodes.ofInstance(instanceId)) {
      round.put(new Change.NodeGone(uid));
    }
    round.put(new Change.InstanceGone(instanceId));
  }
}
