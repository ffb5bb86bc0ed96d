package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.demand.Instance;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.demand.Wanted;
import io.longshore.scheduler.core.demand.World;
import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.share.HeldBy;
import io.longshore.scheduler.core.share.Queue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says of each environment of a queue why it cannot take a shape now. */
final class Places {
  private record Why(EnvironmentReason reason, String words) {}

  private final View view;
  private final World world;

  Places(View view) {
    this.view = view;
    this.world = view.world();
  }

  List<Explanation.Place> of(Queue queue, Shape shape, @Nullable HeldBy heldBy) {
    var places = new ArrayList<Explanation.Place>();
    var order = 1;
    for (var arn : queue.environments()) {
      var environment = world.environments().get(arn);
      if (environment != null) {
        places.add(place(environment, order, shape, heldBy));
      }
      order++;
    }
    return places;
  }

  private Explanation.Place place(
      Environment environment, int order, Shape shape, @Nullable HeldBy heldBy) {
    var why = why(environment, shape, heldBy);
    var instances = world.instances().of(environment.arn());
    var there =
        instances.stream()
            .filter(i -> !(i.state() instanceof InstanceState.Terminated))
            .mapToLong(world::vcpuMillis)
            .sum();
    return new Explanation.Place(
        environment.arn(),
        order,
        why.reason,
        why.words,
        environment.managed(),
        environment.maxVcpus(),
        (int) (there / 1000),
        world.nodes().openIn(environment.uuid()),
        (int) instances.stream().filter(Places::coming).count(),
        world.supply(environment.arn()).refusal());
  }

  private static boolean coming(Instance instance) {
    return instance.state() instanceof InstanceState.Coming;
  }

  private Why why(Environment environment, Shape shape, @Nullable HeldBy heldBy) {
    if (!environment.enabled()) {
      return new Why(EnvironmentReason.DISABLED, "is DISABLED");
    }
    if (!environment.valid()) {
      return new Why(EnvironmentReason.NOT_VALID, "is not VALID");
    }
    if (away(environment)) {
      return new Why(
          EnvironmentReason.CLUSTER_AWAY, "is on a cluster that has no placement-service now");
    }
    if (world.nodes().bestFit(environment.uuid(), shape).isPresent()) {
      return heldBy == HeldBy.LAUNCH_LIMIT
          ? new Why(
              EnvironmentReason.LAUNCH_LIMIT,
              "has room, and its cluster has as many unconfirmed launches as it may have")
          : new Why(EnvironmentReason.HAS_ROOM, "has room");
    }
    return environment.managed() ? whyNotMore(environment, shape) : whyNoNode(environment);
  }

  /** Known where it has a node: nodes carry their cluster's short name. */
  private boolean away(Environment environment) {
    return world.nodes().ofEnvironment(environment.uuid()).stream()
        .anyMatch(slot -> view.away().test(slot.node().cluster()));
  }

  private Why whyNoNode(Environment environment) {
    return world.nodes().openIn(environment.uuid()) == 0
        ? new Why(EnvironmentReason.NO_NODES, "is UNMANAGED and none of its nodes is ready")
        : new Why(EnvironmentReason.NO_ROOM_NOW, "is UNMANAGED and none of its nodes has room");
  }

  private Why whyNotMore(Environment environment, Shape shape) {
    var supply = world.supply(environment.arn());
    var misfit = supply.misfit(shape, environment.version());
    if (misfit != null) {
      return new Why(EnvironmentReason.NO_TYPE_FITS, "has no instance type that fits: " + misfit);
    }
    if (!World.withinMaximum(environment, shape.requests())) {
      return new Why(
          EnvironmentReason.MAXIMUM_TOO_SMALL,
          "may have at most " + environment.maxVcpus() + " vCPUs, less than the job asks for");
    }
    var wanted =
        view.wanted().apply(environment.arn()).stream().anyMatch(g -> shape.coveredBy(g.shape()));
    if (wanted && supply.refusal() != null && supply.refusal().stands()) {
      return new Why(
          EnvironmentReason.CAPACITY_REFUSED,
          "was refused capacity: " + supply.refusal().code() + ": " + supply.refusal().message());
    }
    if (wanted) {
      return new Why(EnvironmentReason.CAPACITY_ON_THE_WAY, "has asked for capacity");
    }
    return Wanted.budget(world, environment) < shape.requests().vcpuMillis()
        ? new Why(
            EnvironmentReason.AT_MAXIMUM,
            "is at its maximum of " + environment.maxVcpus() + " vCPUs")
        : new Why(EnvironmentReason.NO_ROOM_NOW, "has no room now and was asked for none");
  }
}
