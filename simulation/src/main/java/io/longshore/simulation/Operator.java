package io.longshore.simulation;

import io.longshore.api.batch.v1.DeclareNodeLostRequest;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.fit.Node;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.simulation.cluster.Machine;
import io.longshore.simulation.service.Jobs;
import io.longshore.simulation.service.Registry;
import io.longshore.simulation.time.Dice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The person who says of a node what nobody else can know: that nothing runs on it any more. Honest
 * and slow: first the power is off, then the node is declared lost by the UID that ExplainJob
 * shows, and only when that has had its effect a new one comes under the old name. Forgetful too:
 * what was declared is declared again, much later, when the name has long been another node's.
 */
final class Operator {

  private static final long EVERY = 20_000;
  private static final int OWN = 3;
  private static final long STUCK = 600_000;

  /** A declaration by name must have been heard, or never be, before the name is another's. */
  private static final long NAME_IS_FREE_AFTER = 240_000;

  private static final long UID_AGAIN_AFTER = 60_000;

  private final World world;
  private final Dice dice;
  private final Map<String, Long> toDeclare = new HashMap<>();
  private final Map<String, Long> waiting = new HashMap<>();
  private final Map<String, Long> orphans = new HashMap<>();
  private final List<String> declared = new ArrayList<>();
  private String uuid = "";
  private boolean wanted = true;
  private long calmSince;
  private boolean namesRepeated;

  Operator(World world) {
    this.world = world;
    this.dice = world.dice.of("operator");
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
        long due = toDeclare.computeIfAbsent(machine.name(), _ -> later(between(10, 240)));
        if (world.agenda.now() >= due) {
          lost(machine);
        }
      }
    }
    suspects();
    stuck();
    orphaned();
    repeat();
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

  /** A machine without power: what waits for its end is told, then its successor comes. */
  private void lost(Machine machine) {
    world.cluster.unregister(machine);
    String name = machine.name();
    var former = former(name);
    if (former.stream().anyMatch(node -> !node.away())) {
      return; // The scheduler has not heard of it yet, and would not believe it.
    }
    var awaited = former.stream().filter(node -> !launches(node).isEmpty()).toList();
    if (awaited.isEmpty()) {
      toDeclare.put(name, Long.MAX_VALUE);
      world.agenda.in(
          between(20, 120),
          () -> {
            toDeclare.remove(name);
            world.machines.remove(name, machine);
          });
    } else if (former.size() == 1 && dice.once(2)) {
      toDeclare.put(name, later(NAME_IS_FREE_AFTER));
      declare(byName(name), name);
    } else {
      toDeclare.put(name, later(UID_AGAIN_AFTER));
      awaited.forEach(node -> declare(byUid(node.uid().uid()), name));
    }
  }

  /** What the scheduler knows of the nodes of that name which nobody manages. */
  private List<Node> former(String name) {
    return world.mirror.nodes().values().stream()
        .filter(node -> node.name().equals(name) && !node.hasInstance())
        .toList();
  }

  private List<String> launches(Node node) {
    return world.mirror.launches().values().stream()
        .filter(l -> l.holdsRoom() && l.place().node().equals(node.uid()))
        .map(l -> l.id().podName())
        .toList();
  }

  private static DeclareNodeLostRequest.Builder byName(String name) {
    return DeclareNodeLostRequest.newBuilder().setNodeName(name);
  }

  private DeclareNodeLostRequest.Builder byUid(String uid) {
    declared.add(uid);
    return DeclareNodeLostRequest.newBuilder().setNodeUid(uid);
  }

  private void declare(DeclareNodeLostRequest.Builder node, String name) {
    var request = node.setCluster(Settings.CLUSTER).setReason("nothing of it runs").build();
    String uid = request.getNodeUid();
    world.history.tell("operator", "declares " + name + " " + uid + " lost");
    world.client.once(Jobs.nodeLost(request, Settings.CLUSTER), _ -> {});
  }

  /**
   * A declaration by UID is true for ever, so it may come again at any time. One by name is not: it
   * is repeated when no node of that name can be away, as a person might who only looks at a list.
   */
  private void repeat() {
    if (!declared.isEmpty() && dice.once(8)) {
      String uid = dice.one(declared);
      declare(DeclareNodeLostRequest.newBuilder().setNodeUid(uid), "once more");
    }
    if (!world.faults.stopped() || namesRepeated) {
      return;
    }
    calmSince = calmSince == 0 ? world.agenda.now() : calmSince;
    if (world.agenda.now() - calmSince > 120_000) {
      namesRepeated = true;
      for (int i = 0; i < OWN; i++) {
        var machine = world.machines.get("own-" + i);
        boolean well = former("own-" + i).stream().noneMatch(Node::away);
        if (wanted && well && machine != null && machine.alive()) {
          declare(byName("own-" + i), "own-" + i);
        }
      }
    }
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
   * launches runs there, it is declared lost.
   */
  private void orphaned() {
    for (var node : List.copyOf(world.mirror.nodes().values())) {
      var machine = world.machines.get(node.name());
      boolean waits = node.gone() && !node.hasInstance() && (machine == null || machine.alive());
      var launches = launches(node);
      String uid = node.uid().uid();
      if (!waits || launches.isEmpty() || !quiet(machine, launches)) {
        orphans.remove(uid);
      } else if (world.agenda.now() >= orphans.computeIfAbsent(uid, _ -> later(STUCK / 5))) {
        orphans.put(uid, later(STUCK));
        declare(byUid(uid), "the former " + node.name() + " " + launches);
      }
    }
  }

  private static boolean quiet(@Nullable Machine machine, List<String> launches) {
    return machine == null || launches.stream().noneMatch(machine::runs);
  }

  private long later(long millis) {
    return world.agenda.now() + millis;
  }

  private long between(long from, long to) {
    return dice.between(from * 1_000, to * 1_000);
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
