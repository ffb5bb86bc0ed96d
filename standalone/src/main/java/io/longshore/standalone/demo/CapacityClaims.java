package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.standalone.demo.WorldControl.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Capacity came up for the jobs and went away after them. */
final class CapacityClaims {

  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** capacity-service states how things stand every 10 s at least. */
  private static final Duration CONDITION = Duration.ofSeconds(15);

  private final WorldControl world;
  private final Fleet fleet;

  CapacityClaims(WorldControl world, Fleet fleet) {
    this.world = world;
    this.fleet = fleet;
  }

  /** Waits for the last instance to go, and looks at what there was. */
  List<Claim> check() {
    var begun = System.nanoTime();
    Wait.until("the last instance to go", PATIENCE, () -> left() == 0, () -> left() + " are left");
    var took = (System.nanoTime() - begun) / 1e9;
    var instances = world.instances();
    long onDemand = count(instances, "on-demand");
    long spot = count(instances, "spot");
    return List.of(
        new Claim(
            "instances of both markets came up for the jobs",
            onDemand > 0 && spot > 0,
            onDemand + " on-demand, " + spot + " spot"),
        new Claim(
            "none is left when the work is done",
            true,
            String.format(Locale.ROOT, "the last ended %.1f s after the last job", took)),
        desired());
  }

  private static boolean atMinimum(List<ComputeEnvironmentDetail> environments) {
    return environments.stream().allMatch(environment -> vcpus(environment) == 0);
  }

  private Claim desired() {
    var environments = fleet.environments();
    var deadline = System.nanoTime() + CONDITION.toNanos();
    while (!atMinimum(environments) && System.nanoTime() < deadline) {
      Wait.pause(PAUSE);
      environments = fleet.environments();
    }
    return new Claim(
        "the environments are at their minimum again",
        atMinimum(environments),
        environments.stream()
            .map(e -> e.getComputeEnvironmentName() + " " + vcpus(e) + " vCPUs")
            .toList()
            .toString());
  }

  private static int vcpus(ComputeEnvironmentDetail environment) {
    return environment.getComputeResources().getDesiredVcpus();
  }

  private static long count(List<Instance> instances, String market) {
    return instances.stream().filter(instance -> instance.market().equals(market)).count();
  }

  private long left() {
    return world.instances().stream().filter(Instance::exists).count();
  }
}
