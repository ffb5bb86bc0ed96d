package io.longshore.simulation;

import io.longshore.api.batch.v1.DeclareNodeLostRequest;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.simulation.cluster.Machine;
import io.longshore.simulation.service.Jobs;
import io.longshore.simulation.service.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The person who says of a node what nobody else can know: that nothing runs on it any more. Honest
 * and slow: first the power is off, then the node is declared lost, then a new one may come.
 */
final class Operator {

  private static final long EVERY = 20_000;
  private static final int OWN = 3;
  private static final long STUCK = 600_000;

  private final World world;
  private final Map<String, Long> toDeclare = new HashMap<>();
  private final Map<String, Long> waiting = new HashMap<>();
  private final Map<String, Long> orphans = new HashMap<>();
  private String uuid = "";
  private boolean wanted = true;

  Operator(World world) {
    this.world = world;
  }

  void start() {
    world.agenda.in(EVERY, this::round);
  }

  /** The nodes that nobody manages go, for good. */
  void leave() {
    wanted = false;
    for (Machine machine : List.copyOf(world.machines.values())) {
      if (machine.instanceId().isEmpty()) {
        world.cluster.kubelets().die(machine);
        world.cluster.unregister(machine);
      }
    }
  }

  private void round() {
    world.agenda.in(EVERY, this::round);
    if (wanted) {
      bring();
    }
    for (Machine machine : List.copyOf(world.machines.values())) {
      if (machine.instanceId().isEmpty() && !machine.alive()) {
        long due =
            toDeclare.computeIfAbsent(
                machine.name(), _ -> world.agenda.now() + world.dice.between(10_000, 240_000));
        if (world.agenda.now() >= due) {
          declare(machine);
        }
      }
    }
    suspects();
    stuck();
    orphaned();
  }

  /** Nodes of the unmanaged environment, once it is there. */
  private void bring() {
    if (uuid.isEmpty()) {
      Registry.environments(world.store("queue")).stream()
          .map(Registry.Stored::environment)
          .filter(e -> e.name().equals("own"))
          .forEach(e -> uuid = e.uuid());
    }
    for (int i = 0; i < OWN && !uuid.isEmpty(); i++) {
      if (!world.machines.containsKey("own-" + i)) {
        world.own("own-" + i, uuid);
      }
    }
  }

  private void declare(Machine machine) {
    world.cluster.unregister(machine);
    var request =
        DeclareNodeLostRequest.newBuilder()
            .setCluster(Settings.CLUSTER)
            .setNodeName(machine.name())
            .setReason("power is off")
            .build();
    world.history.tell("operator", "declares " + machine.name() + " lost");
    toDeclare.put(machine.name(), Long.MAX_VALUE);
    world.client.until(
        () -> Jobs.nodeLost(request, Settings.CLUSTER),
        _ -> {
          toDeclare.remove(machine.name());
          world.agenda.in(
              world.dice.between(20_000, 120_000), () -> world.machines.remove(machine.name()));
        });
  }

  /** A pod is gone from a living node that nobody manages: the node is switched off. */
  private void suspects() {
    for (var node : world.mirror.nodes().values()) {
      var machine = world.machines.get(node.name());
      if (node.suspect()
          && !node.hasInstance()
          && !node.gone()
          && machine != null
          && machine.alive()) {
        world.history.tell("operator", "switches " + machine.name() + " off");
        world.cluster.kubelets().die(machine);
      }
    }
  }

  /**
   * A node object that is gone for good, where nobody manages the machine: once nothing of its
   * launches runs there, the node of that name that is away is declared lost, once.
   */
  private void orphaned() {
    for (var node : List.copyOf(world.mirror.nodes().values())) {
      var machine = world.machines.get(node.name());
      boolean waits = node.gone() && !node.hasInstance() && (machine == null || machine.alive());
      var launches =
          world.mirror.launches().values().stream()
              .filter(l -> l.holdsRoom() && l.place().node().equals(node.uid()))
              .map(l -> l.id().podName())
              .toList();
      boolean quiet = machine == null || launches.stream().noneMatch(machine::runs);
      String uid = node.uid().uid();
      if (!waits || launches.isEmpty() || !quiet) {
        orphans.remove(uid);
      } else if (world.agenda.now() >= orphans.computeIfAbsent(uid, _ -> later(STUCK / 5))) {
        orphans.put(uid, later(STUCK));
        world.history.tell("operator", "declares the former " + node.name() + " lost " + launches);
        var request =
            DeclareNodeLostRequest.newBuilder()
                .setCluster(Settings.CLUSTER)
                .setNodeName(node.name())
                .setReason("nothing of it is left")
                .build();
        world.client.once(Jobs.nodeLost(request, Settings.CLUSTER), _ -> {});
      }
    }
  }

  private long later(long millis) {
    return world.agenda.now() + millis;
  }

  /** A launch whose node bears another identity now: its instance is ended, which is evidence. */
  private void stuck() {
    for (Launch launch : world.mirror.launches().values()) {
      var node = world.mirror.nodes().get(launch.place().node().uid());
      var instance = world.mirror.instances().get(launch.place().instanceId());
      boolean away =
          node != null
              && node.away()
              && launch.holdsRoom()
              && instance != null
              && !(instance.state() instanceof InstanceState.Terminated);
      String name = launch.id().podName();
      if (!away) {
        waiting.remove(name);
      } else if (world.agenda.now() - waiting.computeIfAbsent(name, _ -> world.agenda.now())
          > STUCK) {
        waiting.remove(name);
        world
            .instance(instance.id())
            .ifPresent(i -> world.cloud.terminate(i, "Client.UserInitiatedShutdown"));
      }
    }
  }
}
