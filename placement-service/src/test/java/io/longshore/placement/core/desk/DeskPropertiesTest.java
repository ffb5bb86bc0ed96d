package io.longshore.placement.core.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.LaunchId.Part;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.observe.LaunchReport.Phase;
import io.longshore.placement.core.observe.PodSeen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Any interleaving of commands, crashes, lost and late answers, watch events and kubelets. */
class DeskPropertiesTest {

  private static final int LAUNCHES = 6;

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void neverTwoPodsForOneLaunchAndTheClosedNeverStart(@ForAll long seed) {
    var world = new DeskWorld(seed);
    var started = new ArrayList<LaunchId>();
    for (int i = 0; i < 400; i++) {
      anything(world, started);
      check(world, started);
    }
    settle(world, started);
    assertThat(world.stored).as("all is cleared away").isEmpty();
    assertThat(world.api.pods()).isEmpty();
    for (LaunchId id : started) {
      assertThat(world.reached(id, Phase.VANISHED))
          .as("%s ends or vanishes: %s", id, world.heard.get(id))
          .isTrue();
    }
  }

  private static void anything(DeskWorld world, List<LaunchId> started) {
    switch (world.random.nextInt(15)) {
      case 0 -> {
        if (started.size() < LAUNCHES) {
          var id = new LaunchId(Samples.JOB, new Part.Child(started.size()), 1);
          started.add(id);
          world.command(new DeskInput.Start(world.order(id)));
        }
      }
      case 1 -> {
        if (!started.isEmpty() && world.random.nextInt(4) == 0) {
          LaunchId id = started.get(world.random.nextInt(started.size()));
          world.command(new DeskInput.Stop(id, new Launch.Stop("user", 30)));
        }
      }
      case 2 -> closeOne(world, started);
      case 3, 4 -> {
        if (!world.requests.isEmpty()) {
          world.arrive(world.random.nextInt(world.requests.size()));
        }
      }
      case 5, 6 -> world.deliver();
      case 7, 8 -> kubelet(world);
      case 9 -> world.elapse(Duration.ofMillis(world.random.nextInt(3000)));
      case 10 -> {
        if (world.random.nextInt(15) == 0) {
          world.relist();
        }
      }
      case 11 -> {
        if (world.random.nextInt(40) == 0) {
          world.reborn();
        }
      }
      case 12 -> world.comeBack();
      default -> world.step();
    }
  }

  private static void closeOne(DeskWorld world, List<LaunchId> started) {
    started.stream()
        .filter(id -> world.reached(id, Phase.ENDED))
        .filter(world.stored::containsKey)
        .findFirst()
        .ifPresent(id -> world.command(new DeskInput.Close(id)));
  }

  private static void kubelet(DeskWorld world) {
    List<PodSeen> pods = world.api.pods();
    if (pods.isEmpty()) {
      return;
    }
    String name = pods.get(world.random.nextInt(pods.size())).ref().name();
    switch (world.random.nextInt(20)) {
      case 0 -> world.api.refuse(name, "OutOfcpu", false);
      case 1, 2, 3, 4, 5, 6, 7 -> world.api.run(name, world.now);
      case 8, 9, 10, 11 -> world.api.exit(name, world.random.nextInt(2), world.now);
      case 12 -> {
        // Only of pods that the ledger knows: who takes away a pod that nobody has seen yet leaves
        // no
        // trace that it ever was.
        if (world.random.nextInt(10) == 0 && world.knowsPod(name)) {
          world.api.vandalise(name, world.now);
        }
      }
      default -> world.api.kill(name, world.now);
    }
  }

  private static void check(DeskWorld world, List<LaunchId> started) {
    for (LaunchId id : started) {
      assertThat(world.api.created(id)).as("pods ever created for %s", id).isLessThanOrEqualTo(1);
    }
  }

  /** Faults stop, kubelets finish, and the scheduler closes what ended or vanished. */
  private static void settle(DeskWorld world, List<LaunchId> started) {
    world.faults = false;
    if (world.random.nextBoolean()) {
      world.reborn();
    }
    for (int i = 0; i < 3000 && !(world.stored.isEmpty() && world.api.pods().isEmpty()); i++) {
      world.step();
      while (!world.requests.isEmpty()) {
        world.arrive(0);
      }
      while (!world.watched.isEmpty()) {
        world.deliver();
      }
      world.comeBack();
      for (PodSeen pod : world.api.pods()) {
        world.api.run(pod.ref().name(), world.now);
        world.api.exit(pod.ref().name(), 0, world.now);
        world.api.kill(pod.ref().name(), world.now);
      }
      world.elapse(Duration.ofMillis(200));
      check(world, started);
      for (LaunchId id : started) {
        if (world.stored.containsKey(id) && world.reached(id, Phase.VANISHED)) {
          world.command(new DeskInput.Close(id));
        }
      }
    }
  }
}
