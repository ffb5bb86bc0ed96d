package io.longshore.placement.core.desk;

import io.longshore.kit.core.Check;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.observe.Host;
import io.longshore.placement.core.observe.LaunchReport.Evidence;
import io.longshore.placement.core.pod.Environment;
import io.longshore.placement.core.pod.Order;
import io.longshore.placement.core.pod.PodPlanner;
import java.time.Instant;
import java.util.Map;

/** Sends creates while there is room for them, in order of arrival. */
final class Dispatch {

  private final PodPlanner planner;
  private final Launches launches;
  private final Creates creates;
  private final Alarms alarms;
  private final Draft draft;
  private final Map<String, Environment> environments;

  Dispatch(
      PodPlanner planner,
      Launches launches,
      Creates creates,
      Alarms alarms,
      Draft draft,
      Map<String, Environment> environments) {
    this.planner = planner;
    this.launches = launches;
    this.creates = creates;
    this.alarms = alarms;
    this.draft = draft;
    this.environments = environments;
  }

  void run(long epoch, Instant now) {
    for (LaunchId id : creates.waiting()) {
      if (creates.full()) {
        return;
      }
      Entry e = launches.get(id);
      if (e == null) {
        creates.awaitNoMore(id);
      } else if (e.notBefore.isAfter(now)) {
        alarms.at(id, e.notBefore);
      } else {
        one(e, epoch, now);
      }
    }
  }

  private void one(Entry e, long epoch, Instant now) {
    Launch launch = e.launch;
    Order order = launch.order();
    Check.that(
        !launch.closed() && !launch.ended() && launch.stop() == null && !e.busy,
        "%s waits for its create though it is not to be created",
        launch.id());
    // The environment may still be on its way: it travels on another topic than the Start.
    Environment environment = environments.get(order.environmentArn());
    if (environment == null) {
      return;
    }
    if (!(launches.host(e) instanceof Host.There(boolean ready)) || !ready) {
      launches.apply(
          e,
          LaunchRules.never(
              launch,
              Evidence.NEVER_CREATED,
              "StaleNode",
              "node %s is not there under UID %s, or not ready"
                  .formatted(order.node().name(), order.node().uid()),
              now));
      return;
    }
    switch (planner.plan(order, environment, epoch)) {
      case PodPlanner.Planned.Unfit(String why) ->
          launches.apply(
              e, LaunchRules.never(launch, Evidence.INVALID_POD, "InvalidPod", why, now));
      case PodPlanner.Planned.Fits(var plan) -> {
        creates.sent(e.id());
        e.busy = true;
        e.missing = false;
        e.unsettledSince = null;
        launches.apply(
            e, Ruling.moved(launch.at(new LaunchState.Creating(epoch, plan.namespace()))));
        draft.actions.add(new Action.Create(e.id(), plan));
      }
    }
  }
}
