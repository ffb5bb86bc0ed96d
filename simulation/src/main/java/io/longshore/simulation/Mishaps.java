package io.longshore.simulation;

import io.longshore.simulation.cloud.SimCloud;
import io.longshore.simulation.cluster.Machine;
import io.longshore.simulation.time.Dice;
import java.util.List;

/** What happens by itself to processes, nodes, pods and instances while faults are on. */
final class Mishaps {

  private final World world;

  Mishaps(World world) {
    this.world = world;
  }

  void start() {
    world.kafka.start();
    for (Service service : world.services) {
      var dice = world.dice.of("crash " + service.name());
      service.host().onCrash(() -> kill(service, dice));
    }
    world.databases.values().forEach(database -> database.start());
    again(Faults.Kind.PROCESS, 60_000, this::process);
    again(Faults.Kind.NODE, 60_000, this::node);
    again(Faults.Kind.POD, 90_000, _ -> world.cluster.vandalise());
    again(Faults.Kind.POD, 120_000, this::intrude);
    again(Faults.Kind.API, 400_000, dice -> world.cluster.outage(dice.between(1_000, 30_000)));
    again(Faults.Kind.CLOUD, 200_000, this::behindOurBack);
    again(Faults.Kind.SPOT, 100_000, this::interrupt);
  }

  private interface Mishap {
    void happens(Dice dice);
  }

  private void again(Faults.Kind kind, long mean, Mishap mishap) {
    if (world.faults.on(kind)) {
      again(kind, mean, mishap, world.dice.of("mishap " + kind + mean));
    }
  }

  private void again(Faults.Kind kind, long mean, Mishap mishap, Dice dice) {
    world.agenda.in(
        dice.around(mean),
        () -> {
          if (world.faults.on(kind)) {
            mishap.happens(dice);
            again(kind, mean, mishap, dice);
          }
        });
  }

  private void process(Dice dice) {
    var service = dice.one(world.services);
    if (!service.host().running()) {
      return;
    }
    if (dice.once(2)) {
      kill(service, dice);
    } else {
      long millis = dice.once(2) ? dice.between(100, 3_000) : dice.between(8_000, 40_000);
      world.history.tell(service.name(), "is paused for " + millis + " ms");
      service.host().pause();
      world.agenda.in(millis, () -> wake(service));
    }
  }

  private void kill(Service service, Dice dice) {
    world.history.tell(service.name(), "is killed");
    service.kill();
    world.agenda.in(
        dice.between(500, 20_000),
        () -> {
          if (!service.host().alive()) {
            service.restart();
          }
        });
  }

  private void wake(Service service) {
    if (service.host().alive() && !service.host().running()) {
      world.history.tell(service.name(), "wakes up");
      service.host().resume();
    }
  }

  private void node(Dice dice) {
    List<Machine> alive = world.cluster.machines().stream().filter(Machine::alive).toList();
    if (alive.isEmpty()) {
      return;
    }
    var machine = dice.one(alive);
    var kubelets = world.cluster.kubelets();
    switch ((int) dice.between(0, 3)) {
      case 0 -> {
        kubelets.cut(machine);
        long millis = dice.once(3) ? dice.between(320_000, 600_000) : dice.between(5_000, 120_000);
        world.agenda.in(millis, () -> kubelets.rejoin(machine));
      }
      case 1 -> kubelets.die(machine);
      case 2 -> {
        // Somebody deletes the node's object; its kubelet registers again, under another UID.
        world.cluster.unregister(machine);
        world.agenda.in(
            dice.between(1_000, 60_000),
            () -> {
              if (machine.alive() && world.machines.get(machine.name()) == machine) {
                world.cluster.register(machine);
              }
            });
      }
      default -> {
        kubelets.cut(machine);
        world.agenda.in(dice.between(1_000, 39_000), () -> kubelets.rejoin(machine));
      }
    }
  }

  private void intrude(Dice dice) {
    var machines = world.cluster.machines();
    if (!machines.isEmpty()) {
      world.cluster.intrude(dice.one(machines), dice.between(20_000, 200_000));
    }
  }

  private void behindOurBack(Dice dice) {
    var alive = world.cloud.instances().stream().filter(SimCloud.Instance::alive).toList();
    if (!alive.isEmpty()) {
      world.cloud.terminate(dice.one(alive), "Client.UserInitiatedShutdown");
    }
  }

  private void interrupt(Dice dice) {
    var spot =
        world.cloud.instances().stream()
            .filter(SimCloud.Instance::alive)
            .filter(SimCloud.Instance::spot)
            .toList();
    if (!spot.isEmpty()) {
      world.cloud.interrupt(dice.one(spot), dice.once(2));
    }
  }

  /** All that is broken is mended. */
  void heal() {
    world.history.tell("world", "faults are over");
    world.faults.stop();
    world.kafka.heal();
    world.databases.values().forEach(database -> database.heal());
    world.cluster.heal();
    for (Service service : world.services) {
      if (!service.host().alive()) {
        service.restart();
      }
      wake(service);
    }
    for (Machine machine : world.machines.values()) {
      world.cluster.kubelets().rejoin(machine);
    }
  }
}
