package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.standalone.demo.Claim.Finding;
import io.longshore.standalone.demo.WorldControl.Instance;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Capacity came up for the jobs and went away after them. */
final class CapacityClaims {

  private static final Duration PAUSE = Duration.ofMillis(200);

  /** capacity-service states how things stand every 10 s at least. */
  private static final Duration CONDITION = Duration.ofSeconds(15);

  private final Supplier<List<Instance>> instances;
  private final Supplier<List<ComputeEnvironmentDetail>> environments;
  private final Clock clock;

  /**
   * Looks at nothing yet.
   *
   * @param instances all that there ever were, by EC2's word
   * @param environments as the API shows them
   */
  CapacityClaims(
      Supplier<List<Instance>> instances,
      Supplier<List<ComputeEnvironmentDetail>> environments,
      Clock clock) {
    this.instances = instances;
    this.environments = environments;
    this.clock = clock;
  }

  /**
   * Waits for the last instance to go, and looks at what there was.
   *
   * @param changes asks for what the scheduler committed, with the end of the last job in it
   * @param patience how long instances may stay; then the claim is off
   */
  List<Claim> check(Supplier<List<JobChange>> changes, Duration patience) {
    // First: only then is the list of instances complete, and the environments have come to rest.
    var gone = Claim.of("none is left when the work is done", () -> gone(changes, patience));
    return List.of(
        Claim.of("instances of both markets came up for the jobs", this::markets),
        gone,
        Claim.of("the environments are at their minimum again", () -> minimum(patience)));
  }

  private Finding markets() {
    var all = instances.get();
    long onDemand = count(all, "on-demand");
    long spot = count(all, "spot");
    return new Finding(onDemand > 0 && spot > 0, onDemand + " on-demand, " + spot + " spot");
  }

  private Finding gone(Supplier<List<JobChange>> changes, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    var left = left();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      Wait.pause(PAUSE);
      left = left();
    }
    var lastEnd = lastEnd(changes.get());
    if (lastEnd.isEmpty()) {
      return new Finding(false, "no job has ended");
    }
    var took =
        String.format(
            Locale.ROOT, "%.1f s after the last job", (clock.millis() - lastEnd.getAsLong()) / 1e3);
    return left.isEmpty()
        ? new Finding(true, "the last ended " + took)
        : new Finding(false, took + " there are " + left);
  }

  private List<String> left() {
    return instances.get().stream()
        .filter(Instance::exists)
        .map(instance -> instance.id() + " " + instance.state())
        .toList();
  }

  /** When the last job's last container ended, epoch milliseconds. */
  private static OptionalLong lastEnd(List<JobChange> changes) {
    return changes.stream()
        .filter(JobChange::hasStoppedAt)
        .mapToLong(JobChange::getStoppedAt)
        .max();
  }

  private Finding minimum(Duration patience) {
    var deadline = System.nanoTime() + Math.min(CONDITION.toNanos(), patience.toNanos());
    var seen = environments.get();
    while (!atMinimum(seen) && System.nanoTime() < deadline) {
      Wait.pause(PAUSE);
      seen = environments.get();
    }
    return new Finding(
        atMinimum(seen),
        seen.stream()
            .map(e -> e.getComputeEnvironmentName() + " " + vcpus(e) + " vCPUs")
            .toList()
            .toString());
  }

  private static boolean atMinimum(List<ComputeEnvironmentDetail> environments) {
    return !environments.isEmpty() && environments.stream().allMatch(e -> vcpus(e) == 0);
  }

  private static int vcpus(ComputeEnvironmentDetail environment) {
    return environment.getComputeResources().getDesiredVcpus();
  }

  private static long count(List<Instance> instances, String market) {
    return instances.stream().filter(instance -> instance.market().equals(market)).count();
  }
}
