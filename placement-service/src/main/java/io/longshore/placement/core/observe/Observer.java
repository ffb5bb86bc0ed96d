package io.longshore.placement.core.observe;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.observe.ContainerSeen.State;
import io.longshore.placement.core.observe.LaunchReport.Evidence;
import io.longshore.placement.core.observe.LaunchReport.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a pod shows. An end is reported only on evidence: every container's status says
 * terminated, or the kubelet refused or gave up the pod before any container ran. A phase alone
 * proves nothing, because the pod garbage collector writes Failed too. Reports only move forward.
 */
public final class Observer {

  // Times in a status are whole seconds.
  private static final Duration CLOCK_GRAIN = Duration.ofSeconds(1);

  /** Reasons that kubelets give when they refuse a pod, besides those that start with OutOf. */
  private static final Set<String> REFUSALS =
      Set.of(
          "NodeAffinity",
          "NodeName",
          "NodePorts",
          "UnexpectedAdmissionError",
          "TopologyAffinityError",
          "Evicted",
          "NodeShutdown",
          "AppArmor",
          "PodOSNotSupported",
          "PodOSSelectorNodeLabelDoesNotMatch");

  private final LaunchId launch;
  private final PodSeen pod;
  private final Host host;
  private final @Nullable LaunchReport last;
  private final boolean stopSent;
  private final Instant now;

  private Observer(
      LaunchId launch,
      PodSeen pod,
      Host host,
      @Nullable LaunchReport last,
      boolean stopSent,
      Instant now) {
    this.launch = launch;
    this.pod = pod;
    this.host = host;
    this.last = last;
    this.stopSent = stopSent;
    this.now = now;
  }

  /**
   * Judges a pod of a launch.
   *
   * @param last what was reported before
   * @param stopSent whether a Stop has been received for the launch
   */
  public static Observation judge(
      LaunchId launch,
      PodSeen pod,
      Host host,
      @Nullable LaunchReport last,
      boolean stopSent,
      Instant now) {
    return new Observer(launch, pod, host, last, stopSent, now).judge();
  }

  private Observation judge() {
    if (last != null && last.ended()) {
      return new Observation.Ignored("the launch has ended");
    }
    boolean over = overByContainers();
    if (over && trusted()) {
      return new Observation.Moved(
          report(Phase.ENDED, Evidence.CONTAINERS_TERMINATED, pod.status().reason()));
    }
    if (!over && refused()) {
      String reason = pod.status().reason();
      return new Observation.Refused(
          report(
              Phase.ENDED,
              Evidence.ADMISSION_REFUSED,
              reason.isEmpty() ? "EndedBeforeStart" : reason));
    }
    if (!over && pod.status().phase().terminal()) {
      return new Observation.Unproven("the pod is " + pod.status().phase() + " without evidence");
    }
    if (over || host instanceof Host.Replaced) {
      return notTrusted();
    }
    return underWay();
  }

  /** A container that never ran is over too once an init container has failed before it. */
  private boolean overByContainers() {
    List<ContainerSeen> main = pod.mainContainers();
    boolean allTerminated = !main.isEmpty() && main.stream().allMatch(ContainerSeen::terminated);
    boolean initFailed =
        pod.initContainers().stream().anyMatch(ContainerSeen::failed)
            && pod.status().containers().stream().noneMatch(ContainerSeen::running)
            && main.stream().noneMatch(ContainerSeen::started);
    return allTerminated || initFailed;
  }

  /**
   * On a namesake of the node the status may be written by a kubelet that never had the pod: then
   * it counts only if the containers had stopped before that node came.
   */
  private boolean trusted() {
    if (!(host instanceof Host.Replaced(String _, Instant since))) {
      return true;
    }
    Instant stopped = lastFinish();
    return stopped != null && stopped.isBefore(since);
  }

  private boolean refused() {
    if (pod.anyStarted() || (last != null && last.phase() != Phase.STARTING)) {
      return false;
    }
    if (pod.status().phase() != PodSeen.Phase.FAILED) {
      return false;
    }
    String reason = pod.status().reason();
    return reason.startsWith("OutOf")
        || REFUSALS.contains(reason)
        || pod.status().message().startsWith("Pod was rejected")
        || pod.status().kubeletSaysOver();
  }

  private Observation notTrusted() {
    return movedOrSame(
        report(
            lastPhase(),
            Evidence.NONE,
            "NodeReplaced",
            "another node has the name "
                + pod.nodeName()
                + ": what its kubelet says of the pod is no evidence"));
  }

  private Observation underWay() {
    List<ContainerSeen> main = pod.mainContainers();
    if (!main.isEmpty() && main.stream().allMatch(ContainerSeen::started)) {
      return movedOrSame(report(Phase.RUNNING, Evidence.NONE, ""));
    }
    for (ContainerSeen c : pod.status().containers()) {
      if (c.state() instanceof State.Waiting(String reason, String message)
          && !reason.equals("PodInitializing")) {
        return movedOrSame(report(Phase.STARTING, Evidence.NONE, reason, message));
      }
    }
    boolean initializing = pod.initContainers().stream().anyMatch(ContainerSeen::started);
    return movedOrSame(
        report(
            Phase.STARTING,
            Evidence.NONE,
            initializing ? "PodInitializing" : pod.status().reason(),
            pod.status().message()));
  }

  private Observation movedOrSame(LaunchReport next) {
    if (last == null) {
      return new Observation.Moved(next);
    }
    if (next.phase().compareTo(last.phase()) < 0) {
      return new Observation.Ignored("behind " + last.phase());
    }
    boolean newPod = last.pod().uid().isEmpty() && !next.pod().uid().isEmpty();
    if (next.phase() == last.phase() && !newPod && sameReason(last.reason(), next.reason())) {
      return new Observation.Ignored("already reported");
    }
    return new Observation.Moved(next);
  }

  /** A failing pull goes to and fro between two reasons for as long as it fails. */
  private static boolean sameReason(String before, String after) {
    return before.equals(after)
        || (before.equals("ImagePullBackOff") && after.equals("ErrImagePull"))
        // A status that has not been filled in says less than what was reported before; and what
        // every pod says on its way tells nobody why it does not go on.
        || after.isEmpty()
        || after.equals("ContainerCreating");
  }

  private Phase lastPhase() {
    return last == null ? Phase.STARTING : last.phase();
  }

  private LaunchReport report(Phase phase, Evidence evidence, String reason) {
    return report(phase, evidence, reason, pod.status().message());
  }

  private LaunchReport report(Phase phase, Evidence evidence, String reason, String message) {
    boolean ended = phase == Phase.ENDED;
    return new LaunchReport(
        launch,
        phase,
        now,
        new LaunchReport.Pod(
            pod.ref().namespace(), pod.ref().name(), pod.ref().uid(), pod.nodeName()),
        started(),
        ended ? lastFinish() : null,
        pod.status().containers().stream().map(Observer::status).toList(),
        reason,
        message,
        evidence,
        pod.status().disruption() != null || (ended && host.lost()),
        ended && stoppedOnRequest());
  }

  /** An end before the Stop reached the pod counts as what it was. */
  private boolean stoppedOnRequest() {
    PodSeen.Deletion deletion = pod.deletion();
    if (!stopSent || deletion == null) {
      return false;
    }
    Instant stopped = lastFinish();
    return stopped == null || !stopped.plus(CLOCK_GRAIN).isBefore(deletion.requestedAt());
  }

  private @Nullable Instant started() {
    Instant latest = null;
    for (ContainerSeen c : pod.mainContainers()) {
      Instant at =
          switch (c.state()) {
            case State.Running(var startedAt) -> startedAt;
            case State.Terminated t -> t.startedAt();
            case State.Unmentioned _, State.Waiting _ -> null;
          };
      if (at != null && (latest == null || at.isAfter(latest))) {
        latest = at;
      }
    }
    return latest;
  }

  private @Nullable Instant lastFinish() {
    Instant latest = null;
    for (ContainerSeen c : pod.status().containers()) {
      if (c.state() instanceof State.Terminated t
          && t.finishedAt() != null
          && (latest == null || t.finishedAt().isAfter(latest))) {
        latest = t.finishedAt();
      }
    }
    return latest;
  }

  private static LaunchReport.Container status(ContainerSeen c) {
    return switch (c.state()) {
      case State.Terminated t ->
          new LaunchReport.Container(
              c.name(), c.init(), c.id(), t.exitCode(), t.reason(), t.message());
      case State.Waiting(String reason, String message) ->
          new LaunchReport.Container(c.name(), c.init(), c.id(), null, reason, message);
      case State.Running _, State.Unmentioned _ ->
          new LaunchReport.Container(c.name(), c.init(), c.id(), null, "", "");
    };
  }
}
