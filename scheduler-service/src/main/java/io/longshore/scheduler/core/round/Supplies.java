package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.demand.Instance;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.demand.Refusal;

/** Decides what capacity-service reports. */
final class Supplies {
  private final Round round;
  private final State state;
  private final Hosts hosts;

  Supplies(Round round, Hosts hosts) {
    this.round = round;
    this.state = round.state;
    this.hosts = hosts;
  }

  void decide(Input.Capacity report) {
    switch (report) {
      case Input.InstanceLaunched launched -> launched(launched);
      case Input.InstanceNeverJoined(_, _, var reason) -> neverJoined(report, reason);
      case Input.InstanceWantsToGo(_, _, var reason) ->
          hosts.drain(instance(report), reason, false);
      case Input.InstanceInterrupted(_, _, var action) ->
          hosts.drain(instance(report), "EC2 interruption: " + action, true);
      case Input.InstanceTerminated(_, _, var reason) -> hosts.terminated(instance(report), reason);
      case Input.LaunchRefused refused -> refused(refused);
      case Input.LaunchRecovered(var environment) -> {
        var supply = state.supply(environment);
        if (supply.refusal() != null) {
          round.put(new Change.SupplyPut(supply.refused(supply.refusal().over())));
        }
      }
      case Input.FitsNoType(var environment, var shape, var reason, var version) -> {
        var most = round.limits.maxMisfits();
        var supply = state.supply(environment).misfit(shape, reason, version, most);
        round.put(new Change.SupplyPut(supply));
      }
    }
  }

  private static String id(Input.Capacity report) {
    return switch (report) {
      case Input.InstanceLaunched r -> r.instance();
      case Input.InstanceNeverJoined r -> r.instance();
      case Input.InstanceWantsToGo r -> r.instance();
      case Input.InstanceInterrupted r -> r.instance();
      case Input.InstanceTerminated r -> r.instance();
      case Input.LaunchRefused _, Input.LaunchRecovered _, Input.FitsNoType _ ->
          throw new IllegalArgumentException("names no instance: " + report);
    };
  }

  /** The instance as known; one that was never announced counts as just launched. */
  private Instance instance(Input.Capacity report) {
    var known = state.instances.get(id(report));
    return known != null
        ? known
        : Instance.unannounced(id(report), report.environment(), new InstanceState.Coming());
  }

  private void launched(Input.InstanceLaunched report) {
    var known = instance(report);
    hosts.stray(report.environment());
    var supply = state.supply(report.environment());
    if (supply.refusal() != null) {
      round.put(new Change.SupplyPut(supply.refused(null)));
    }
    round.put(
        new Change.InstancePut(
            known.described(report.type(), report.zone(), report.market(), report.capacity())));
    var environment = state.environments.get(report.environment());
    if (environment != null
        && environment.deleted()
        && known.state() instanceof InstanceState.Coming) {
      hosts.release(state.instances.get(report.instance()), "environment deleted");
    }
  }

  private void neverJoined(Input.Capacity report, String reason) {
    var instance = instance(report);
    if (instance.state() instanceof InstanceState.Coming) {
      hosts.release(instance, "never joined: " + reason);
    } else {
      round.ignore(instance.id(), "it has joined, or is on its way out");
    }
  }

  private void refused(Input.LaunchRefused report) {
    var refusal = new Refusal(report.code(), report.message(), report.types(), round.now, true);
    var supply = state.supply(report.environment()).refused(refusal);
    round.put(new Change.SupplyPut(supply));
  }
}
