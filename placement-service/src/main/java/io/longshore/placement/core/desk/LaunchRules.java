package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.observe.Host;
import io.longshore.placement.core.observe.LaunchReport;
import io.longshore.placement.core.observe.LaunchReport.Evidence;
import io.longshore.placement.core.observe.LaunchReport.Phase;
import io.longshore.placement.core.observe.Observation;
import io.longshore.placement.core.observe.Observer;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.observe.PodWarning;
import java.time.Instant;
import java.util.List;

/**
 * The life of one launch as pure transitions. Stop and Close are irrevocable; once ended a launch
 * says nothing more; a closed launch is only cleared away.
 */
final class LaunchRules {

  private LaunchRules() {}

  static Ruling stop(Launch launch, Launch.Stop stop, Instant now) {
    if (launch.closed() || launch.ended() || launch.stop() != null) {
      return Ruling.same(launch);
    }
    Launch stopped = launch.withStop(stop);
    return switch (launch.state()) {
      case LaunchState.Waiting _ ->
          never(stopped, Evidence.NEVER_CREATED, "Stopped", stop.reason(), now);
      // Whether it is there is not known: only once it is settled may the Stop close it.
      case LaunchState.Creating _, LaunchState.Present _, LaunchState.Absent _ ->
          Ruling.moved(stopped);
    };
  }

  static Ruling close(Launch launch) {
    if (launch.closed()) {
      return Ruling.same(launch);
    }
    Launch closed = launch.withClosed();
    return Ruling.moved(
        launch.state() instanceof LaunchState.Waiting
            ? closed.at(new LaunchState.Absent())
            : closed);
  }

  /** The pod was not created and never will be. */
  static Ruling never(
      Launch launch, Evidence evidence, String reason, String message, Instant now) {
    Launch absent = launch.at(new LaunchState.Absent());
    if (launch.closed() || launch.ended()) {
      return Ruling.moved(absent);
    }
    return Ruling.told(
        absent,
        new LaunchReport(
            launch.id(),
            Phase.ENDED,
            now,
            podOf(launch),
            null,
            null,
            List.of(),
            reason,
            message,
            evidence,
            false,
            launch.stop() != null));
  }

  /** A launch that was stopped and is not known: it is not going to be started. */
  static LaunchReport unknown(LaunchId id, Launch.Stop stop, Instant now) {
    return new LaunchReport(
        id,
        Phase.ENDED,
        now,
        new LaunchReport.Pod("", id.podName(), "", ""),
        null,
        null,
        List.of(),
        "Stopped",
        stop.reason(),
        Evidence.NEVER_CREATED,
        false,
        true);
  }

  /** The API server does not take the pod at present; it is tried again. */
  static Ruling held(Launch launch, String reason, String message, Instant now) {
    Launch waiting = launch.at(new LaunchState.Waiting());
    LaunchReport last = launch.last();
    if (launch.closed() || (last != null && last.reason().equals(reason))) {
      return Ruling.moved(waiting);
    }
    return Ruling.told(
        waiting,
        new LaunchReport(
            launch.id(),
            Phase.STARTING,
            now,
            podOf(launch),
            null,
            null,
            List.of(),
            reason,
            message,
            Evidence.NONE,
            false,
            false));
  }

  /** The pod keeps starting, and an event says why. */
  static Ruling warned(Launch launch, PodWarning warning, Instant now) {
    LaunchReport last = launch.last();
    if (launch.closed()
        || last == null
        || last.phase() != Phase.STARTING
        || (last.reason().equals(warning.reason()) && last.message().equals(warning.message()))) {
      return Ruling.same(launch);
    }
    return Ruling.told(launch, last.because(warning.reason(), warning.message(), now));
  }

  /** The create under way is known to have come to nothing. */
  static Ruling notCreated(Launch launch, Instant now) {
    if (launch.closed()) {
      return Ruling.moved(launch.at(new LaunchState.Absent()));
    }
    Launch.Stop stop = launch.stop();
    return stop == null
        ? Ruling.moved(launch.at(new LaunchState.Waiting()))
        : never(launch, Evidence.NEVER_CREATED, "Stopped", stop.reason(), now);
  }

  /** The launch's own pod was seen. */
  static Ruling sighted(Launch launch, PodSeen pod, Host host, Instant now) {
    Launch present = launch.at(new LaunchState.Present(pod.ref()));
    if (launch.closed()) {
      return Ruling.moved(present);
    }
    Observation seen =
        Observer.judge(launch.id(), pod, host, launch.last(), launch.stop() != null, now);
    return switch (seen) {
      case Observation.Moved(var report) -> Ruling.told(present, report);
      case Observation.Ignored _ -> Ruling.moved(present);
      case Observation.Refused(var report) ->
          new Ruling(present, null, new Ruling.Doubt.OfTheNode(report));
      case Observation.Unproven(var why) ->
          new Ruling(present, null, new Ruling.Doubt.OfTheEnd(why));
    };
  }

  /** The pod's object is gone; its last state may still prove the end. */
  static Ruling gone(Launch launch, PodSeen last, Host host, Instant now) {
    Ruling seen = sighted(launch, last, host, now);
    Launch absent = seen.next().at(new LaunchState.Absent());
    if (seen.doubt() instanceof Ruling.Doubt.OfTheNode) {
      return new Ruling(absent, null, seen.doubt());
    }
    if (seen.next().closed() || seen.next().ended()) {
      return new Ruling(absent, seen.report(), new Ruling.Doubt.Settled());
    }
    return vanished(absent, "the pod is gone", now);
  }

  /** The pod's object is gone, and with it what it said. */
  static Ruling gone(Launch launch, Instant now) {
    Launch absent = launch.at(new LaunchState.Absent());
    return launch.closed() || launch.ended()
        ? Ruling.moved(absent)
        : vanished(absent, "the pod is gone", now);
  }

  /** Nothing proves an end, and nothing will. */
  static Ruling vanished(Launch launch, String why, Instant now) {
    LaunchReport last = launch.last();
    if (launch.closed() || (last != null && last.phase().compareTo(Phase.VANISHED) >= 0)) {
      return Ruling.moved(launch);
    }
    return Ruling.told(
        launch,
        new LaunchReport(
            launch.id(),
            Phase.VANISHED,
            now,
            last == null ? podOf(launch) : last.pod(),
            last == null ? null : last.startedAt(),
            null,
            last == null ? List.of() : last.containers(),
            "Vanished",
            why,
            Evidence.NONE,
            last != null && last.hostLoss(),
            false));
  }

  /** Whether a pod under the launch's name is the launch's. */
  static boolean owns(Launch launch, PodSeen pod) {
    return pod.identity().managed()
        && pod.identity().jobId().equals(launch.id().jobId())
        && pod.identity().nodeUid().equals(launch.order().node().uid())
        && (!(launch.state() instanceof LaunchState.Present(PodRef known))
            || known.uid().equals(pod.ref().uid()));
  }

  private static LaunchReport.Pod podOf(Launch launch) {
    String name = launch.id().podName();
    String node = launch.order().node().name();
    return launch.state() instanceof LaunchState.Present(PodRef pod)
        ? new LaunchReport.Pod(pod.namespace(), name, pod.uid(), node)
        : new LaunchReport.Pod("", name, "", node);
  }
}
