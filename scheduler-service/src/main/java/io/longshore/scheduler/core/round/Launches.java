package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.job.Evidence;
import io.longshore.scheduler.core.job.JobEvent;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchEnd;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.LaunchState;
import java.time.Instant;
import java.util.function.Consumer;

/** Follows launches from their first report to their judgement. */
final class Launches {
  private final Round round;
  private final State state;
  private final Jobs jobs;

  Launches(Round round, Jobs jobs) {
    this.round = round;
    this.state = round.state;
    this.jobs = jobs;
  }

  void starting(Input.LaunchStarting report) {
    with(
        report.launch(),
        launch -> {
          var seen = launch.seen(report.pod(), report.containers());
          var next = launch.state() instanceof LaunchState.Sent ? new LaunchState.Starting() : null;
          round.put(new Change.LaunchPut(next == null ? seen : seen.in(next)));
        });
  }

  void running(Input.LaunchRunning report) {
    with(
        report.launch(),
        launch -> {
          var seen = launch.seen(report.pod(), report.containers());
          var job = state.jobs.job(launch.id().job());
          if (launch.state() instanceof LaunchState.Running || job == null) {
            round.put(new Change.LaunchPut(seen));
            return;
          }
          var said = report.startedAt() == null ? round.now : report.startedAt();
          var startedAt = later(launch.dispatchedAt(), said);
          var next = seen.in(new LaunchState.Running(round.now, startedAt));
          round.put(new Change.LaunchPut(next));
          jobs.running(job, next);
        });
  }

  void vanished(Input.LaunchVanished report, Consumer<Launch> suspect) {
    with(
        report.launch(),
        launch -> {
          var next = launch.in(new LaunchState.Vanished(round.now));
          round.put(new Change.LaunchPut(next));
          suspect.accept(next);
        });
  }

  void ended(Input.LaunchEnded report) {
    with(
        report.launch(),
        launch -> end(launch.seen(report.pod(), report.end().containers()), report.end()));
  }

  private void with(LaunchId id, Consumer<Launch> then) {
    var launch = state.launch(id);
    if (launch == null || !launch.holdsRoom()) {
      round.ignore(id, "launch has ended");
      return;
    }
    then.accept(launch);
  }

  /**
   * A launch has ended: its room is free and placement-service may forget it. Who ended it may have
   * to wait for its host's word.
   */
  void end(Launch launch, LaunchEnd end) {
    var lost = !end.well() && (end.hostLoss() || hostGoing(launch));
    var known = lost ? end.withHostLoss() : end;
    var waits = known.bySignal() && !lost && !(launch.stop() != null && end.stoppedOnRequest());
    var judgeAt = waits ? round.now.plus(round.limits.hostWordWait()) : round.now;
    var ended = launch.in(new LaunchState.Ended(withStart(launch, known), judgeAt));
    round.put(new Change.LaunchPut(ended));
    round.send(new Outgoing.CloseLaunch(launch.place().cluster(), launch.id()));
    refused(launch, end);
    if (!waits || wished(launch)) {
      jobs.judge(ended);
    }
  }

  private boolean wished(Launch launch) {
    var job = state.jobs.job(launch.id().job());
    return job != null && job.wish().stops();
  }

  /** The end with its start, in an order that makes sense. */
  private static LaunchEnd withStart(Launch launch, LaunchEnd end) {
    var said = end.startedAt() == null ? launch.startedAt() : end.startedAt();
    var startedAt = said == null ? null : later(launch.dispatchedAt(), said);
    var stoppedAt = later(startedAt == null ? launch.dispatchedAt() : startedAt, end.stoppedAt());
    return end.between(startedAt, stoppedAt);
  }

  /** Kubernetes tells whole seconds, which may lie before the launch that began within them. */
  private static Instant later(Instant atLeast, Instant said) {
    return said.isBefore(atLeast) ? atLeast : said;
  }

  private boolean hostGoing(Launch launch) {
    var slot = state.nodes.get(launch.place().node());
    if (slot == null || slot.node().away()) {
      return true;
    }
    var instance = state.instances.get(launch.place().instanceId());
    return instance != null
        && switch (instance.state()) {
          case InstanceState.Draining(_, var interrupted) -> interrupted;
          case InstanceState.Lost _, InstanceState.Terminated _ -> true;
          case InstanceState.Coming _, InstanceState.Usable _, InstanceState.Released _ -> false;
        };
  }

  /** A node that refuses what should fit has other books than ours: it rests until it reports. */
  private void refused(Launch launch, LaunchEnd end) {
    var refusal =
        end.evidence() == Evidence.ADMISSION_REFUSED
            || (end.evidence() == Evidence.NEVER_CREATED && launch.stop() == null);
    var slot = state.nodes.get(launch.place().node());
    if (refusal && slot != null && !slot.node().gone()) {
      var until = round.now.plus(round.limits.refusedNodePause());
      round.put(new Change.NodePut(slot.node().paused(until)));
    }
  }

  /** The host is known to be lost: what waited for its word waits no longer. */
  void judgeAsHostLoss(LaunchId id) {
    var launch = state.launch(id);
    if (launch != null && launch.state() instanceof LaunchState.Ended(var end, Instant at)) {
      jobs.judge(launch.in(new LaunchState.Ended(end.withHostLoss(), at)));
    }
  }

  /** A launch's timer: it has run too long, or its judgement is due. */
  void due(LaunchId id) {
    var launch = state.launch(id);
    if (launch == null) {
      return;
    }
    switch (launch.state()) {
      case LaunchState.Ended _ -> jobs.judge(launch);
      case LaunchState.Running _ -> {
        var job = state.jobs.job(id.job());
        if (job != null) {
          jobs.apply(job, new JobEvent.TimedOut(id.number()));
        }
      }
      case LaunchState.Sent _, LaunchState.Starting _, LaunchState.Vanished _ -> {}
    }
  }
}
