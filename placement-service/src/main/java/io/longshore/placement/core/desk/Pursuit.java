package io.longshore.placement.core.desk;

import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.fence.Fence;
import io.longshore.placement.core.fence.FenceState;
import io.longshore.placement.core.observe.ContainerSeen;
import io.longshore.placement.core.observe.LaunchReport;
import io.longshore.placement.core.observe.LaunchReport.Phase;
import io.longshore.placement.core.observe.PodSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is due for a launch whose pod is, or may be, there. Level-triggered: it compares what the
 * ledger wants with what was last seen, and an action that failed is simply due again.
 */
final class Pursuit {

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private final DeskSettings settings;
  private final Fence fence;
  private final Alarms alarms;
  private final Warnings warnings;
  private final List<Action> actions;
  private final Instant now;

  Pursuit(
      DeskSettings settings,
      Fence fence,
      Alarms alarms,
      Warnings warnings,
      List<Action> actions,
      Instant now) {
    this.settings = settings;
    this.fence = fence;
    this.alarms = alarms;
    this.warnings = warnings;
    this.actions = actions;
    this.now = now;
  }

  /** What a create without an answer came to. */
  enum Settling {
    OPEN,
    NOT_CREATED
  }

  /**
   * A create that may have been sent. Looking finds it, or proves nothing yet: once the fence is
   * proven under a later epoch nothing new passes it, what had passed before comes true within the
   * settling time, and a look after that says that it never will.
   */
  Settling settle(Entry e, LaunchState.Creating create) {
    if (!(fence.state() instanceof FenceState.Open(long epoch, Instant since))) {
      return Settling.OPEN;
    }
    if (epoch == create.epoch()) {
      raiseOnceLookedForLongEnough(e);
      return Settling.OPEN;
    }
    Instant settledAt = since.plus(settings.createSettle());
    if (e.missing && !e.lookedAt.isBefore(settledAt)) {
      return Settling.NOT_CREATED;
    }
    if (!e.missing || !now.isBefore(settledAt)) {
      look(e);
    } else {
      alarms.at(e.id(), settledAt);
    }
    return Settling.OPEN;
  }

  private void raiseOnceLookedForLongEnough(Entry e) {
    Instant from = e.unsettledSince == null ? now : e.unsettledSince;
    e.unsettledSince = from;
    if (!e.missing || !now.isBefore(e.lookedAt.plus(LOOK_EVERY))) {
      look(e);
    } else if (now.isBefore(from.plus(settings.createSettle()))) {
      alarms.at(e.id(), e.lookedAt.plus(LOOK_EVERY));
    } else {
      fence.raiseAgain(now);
    }
  }

  /** A pod that is there. */
  void present(Entry e, PodRef ref) {
    PodSeen pod = e.pod;
    if (pod == null) {
      look(e);
    } else if (e.launch.closed() || e.launch.ended()) {
      clear(e, pod);
    } else {
      Launch.Stop stop = e.launch.stop();
      if (stop != null && !pod.deleting()) {
        act(e, new Action.Delete(ref, stop.graceSeconds()));
      } else {
        starting(e, ref, pod);
      }
    }
  }

  /** What a pod waits for is often told by events alone, as with a secret that is missing. */
  private void starting(Entry e, PodRef ref, PodSeen pod) {
    LaunchReport last = e.launch.last();
    if (last == null || last.phase() != Phase.STARTING || pod.anyStarted() || pod.saysWhy()) {
      return;
    }
    Instant due = last.at().plus(settings.slowStart());
    if (now.isBefore(due)) {
      alarms.at(e.id(), due);
    } else {
      warnings.want(ref.namespace());
      alarms.at(e.id(), now.plus(settings.slowStart()));
    }
  }

  private void clear(Entry e, PodSeen pod) {
    if (!e.logsSettled && (!pod.anyStarted() || e.logTries >= settings.logTries())) {
      e.logsSettled = true;
    }
    if (!e.logsSettled) {
      e.logTries++;
      act(e, new Action.KeepLogs(pod.ref(), sources(pod)));
    } else if (e.launch.closed()) {
      act(e, new Action.Release(pod.ref()));
    }
  }

  private static List<Action.LogSource> sources(PodSeen pod) {
    return pod.status().containers().stream()
        .filter(c -> hasOutput(c.state()))
        .map(c -> new Action.LogSource(c.name(), c.init()))
        .toList();
  }

  private static boolean hasOutput(ContainerSeen.State state) {
    return switch (state) {
      case ContainerSeen.State.Running _, ContainerSeen.State.Terminated _ -> true;
      case ContainerSeen.State.Waiting _, ContainerSeen.State.Unmentioned _ -> false;
    };
  }

  /** A kubelet's refusal waits for the node's word. */
  void confirmRefusal(Entry e) {
    act(e, new Action.LookAtNode(e.id(), e.launch.order().node().name()));
  }

  void look(Entry e) {
    String namespace =
        switch (e.launch.state()) {
          case LaunchState.Present(PodRef pod) -> pod.namespace();
          case LaunchState.Creating(long _, String in) -> in;
          case LaunchState.Waiting _, LaunchState.Absent _ ->
              throw new IllegalStateException("nothing to look at for " + e.launch);
        };
    e.lookedAt = now;
    e.missing = false;
    act(e, new Action.Look(e.id(), namespace));
  }

  private void act(Entry e, Action action) {
    e.busy = true;
    e.busyWith = e.launch.state() instanceof LaunchState.Present(PodRef pod) ? pod.uid() : "";
    actions.add(action);
  }
}
