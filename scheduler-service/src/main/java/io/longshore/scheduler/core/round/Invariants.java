package io.longshore.scheduler.core.round;

import io.longshore.kit.core.Check;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.fit.Slot;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.LaunchState;

/**
 * What must hold of everything that a round has touched. It binds our own decisions alone: a node
 * that shrank is a state, not a failure.
 */
final class Invariants {
  private Invariants() {}

  static void check(Round round) {
    round.touchedNodes().forEach(uid -> node(round.state, uid));
    round.touchedJobs().forEach(key -> job(round.state, key));
  }

  private static void node(State state, NodeUid uid) {
    var slot = state.nodes.get(uid);
    if (slot == null) {
      return;
    }
    var sum = Resources.NONE;
    for (var id : slot.launches()) {
      var launch = state.launch(id);
      Check.that(launch != null && launch.holdsRoom(), "node %s keeps room for %s", uid, id);
      sum = sum.plus(state.specOf(id).shape().requests());
    }
    Check.that(
        sum.equals(slot.reserved()), "node %s: %s reserved, %s held", uid, slot.reserved(), sum);
  }

  /** The same fact on the road of the decision: what was dispatched fits what was known then. */
  static void fits(Slot slot, Resources requests) {
    Check.that(
        slot.open() && requests.fitsIn(slot.free()),
        "node %s has %s free, %s was to go there",
        slot.node().uid(),
        slot.free(),
        requests);
  }

  private static void job(State state, JobKey key) {
    var job = state.jobs.job(key);
    if (job == null) {
      return;
    }
    var launch = state.launchOf(job);
    Check.that(
        (job.activeLaunch() == 0) == (launch == null),
        "job %s is %s and its launch is %s",
        key,
        job.state(),
        launch);
    Check.that(
        job.attempt() <= job.spec().retry().attempts(),
        "job %s has too many attempts: %s",
        key,
        job);
    if (job.state() instanceof JobState.Running && launch != null) {
      Check.that(
          !(launch.state() instanceof LaunchState.Sent),
          "job %s runs and its launch was never reported",
          key);
    }
  }
}
