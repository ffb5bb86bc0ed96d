package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.fence.Fence;
import io.longshore.placement.core.fence.FenceEvent;
import io.longshore.placement.core.observe.LaunchReport;
import io.longshore.placement.core.observe.LaunchReport.Evidence;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.observe.PodWarning;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What the cluster's answers make of launches. */
final class Answers {

  private final Launches launches;
  private final Orphans orphans;
  private final Warnings warnings;
  private final Fence fence;
  private final Draft draft;
  private final Instant now;

  Answers(
      Launches launches,
      Orphans orphans,
      Warnings warnings,
      Fence fence,
      Draft draft,
      Instant now) {
    this.launches = launches;
    this.orphans = orphans;
    this.warnings = warnings;
    this.fence = fence;
    this.draft = draft;
    this.now = now;
  }

  void take(DeskInput.Answer answer) {
    switch (answer) {
      case DeskInput.FenceSaid(FenceEvent event) -> fenceSaid(event);
      case DeskInput.CreateEnded(LaunchId id, var outcome) -> {
        launches.createAnswered(id);
        answered(id).ifPresent(e -> createEnded(e, outcome));
      }
      case DeskInput.LookEnded(LaunchId id, var outcome) ->
          answered(id).ifPresent(e -> lookEnded(e, outcome));
      case DeskInput.NodeLookEnded(LaunchId id, String uid) ->
          answered(id).ifPresent(e -> nodeLooked(e, uid));
      case DeskInput.NodeLookFailed(LaunchId id, String _) ->
          answered(id).ifPresent(e -> e.pause(now));
      case DeskInput.WarningsRead(String namespace, var found) -> warned(namespace, found);
      case DeskInput.DeleteEnded(PodRef ref, var outcome) -> deleteEnded(ref, outcome);
      case DeskInput.ReleaseEnded(PodRef ref, var outcome) -> releaseEnded(ref, outcome);
      case DeskInput.LogsEnded(PodRef ref, var outcome) -> logsEnded(ref, outcome);
    }
  }

  private void fenceSaid(FenceEvent event) {
    fence.on(event, now).ifPresent(a -> draft.actions.add(new Action.Guard(a)));
  }

  private Optional<Entry> answered(LaunchId id) {
    return free(Optional.ofNullable(launches.get(id)));
  }

  private Optional<Entry> free(Optional<Entry> entry) {
    entry.ifPresent(
        e -> {
          e.busy = false;
          draft.touched.add(e.id());
        });
    return entry;
  }

  private void createEnded(Entry e, Outcome.OfCreate outcome) {
    if (outcome instanceof Outcome.Done(PodSeen pod)) {
      e.succeeded();
      launches.podSeen(pod, now);
      return;
    }
    if (!(e.launch.state() instanceof LaunchState.Creating(long epoch, String _))) {
      return; // The pod was seen before the answer came.
    }
    switch (outcome) {
      case Outcome.Done _ -> throw new IllegalStateException("handled above");
      case Outcome.Invalid(String reason, String message) ->
          launches.apply(
              e, LaunchRules.never(e.launch, Evidence.INVALID_POD, reason, message, now));
      case Outcome.Fenced _ -> {
        launches.apply(e, LaunchRules.notCreated(e.launch, now));
        if (fence.epoch() == epoch) {
          fenceSaid(new FenceEvent.Lost());
        }
      }
      case Outcome.Later(String reason, String message) -> {
        e.pause(now);
        launches.apply(e, held(e, reason, message));
      }
      case Outcome.NotSent _ -> {
        e.pause(now);
        launches.apply(e, LaunchRules.notCreated(e.launch, now));
      }
      case Outcome.Exists _, Outcome.Unanswered _ -> e.unsettledSince = now;
    }
  }

  private Ruling held(Entry e, String reason, String message) {
    return e.launch.stop() != null || e.launch.closed()
        ? LaunchRules.notCreated(e.launch, now)
        : LaunchRules.held(e.launch, reason, message, now);
  }

  private void lookEnded(Entry e, Outcome.OfLook outcome) {
    switch (outcome) {
      case Outcome.Done(PodSeen pod) -> found(e, pod);
      case Outcome.Missing _ -> {
        e.succeeded();
        switch (e.launch.state()) {
          case LaunchState.Creating _ -> e.missing = true;
          case LaunchState.Present(PodRef pod) -> notFound(e, pod);
          case LaunchState.Waiting _, LaunchState.Absent _ -> {}
        }
      }
      case Outcome.Failed _ -> e.pause(now);
    }
  }

  /** A look from before the pod was known says nothing of it: it came while the answer was out. */
  private void notFound(Entry e, PodRef pod) {
    if (e.busyWith.equals(pod.uid())) {
      launches.applySighting(e, LaunchRules.gone(e.launch, now), now);
    }
  }

  private void found(Entry e, PodSeen pod) {
    e.succeeded();
    if (LaunchRules.owns(e.launch, pod)) {
      launches.podSeen(pod, now);
      return;
    }
    switch (e.launch.state()) {
      case LaunchState.Creating _ ->
          launches.apply(
              e,
              LaunchRules.never(
                  e.launch,
                  Evidence.INVALID_POD,
                  "NameTaken",
                  "a pod that is not the launch's has its name",
                  now));
      // Names are unique, so another pod under the name means that ours is gone.
      case LaunchState.Present(PodRef known) -> notFound(e, known);
      case LaunchState.Waiting _, LaunchState.Absent _ -> {}
    }
  }

  private void nodeLooked(Entry e, String uid) {
    LaunchReport refusal = e.refusal;
    if (refusal == null || e.launch.ended() || e.launch.closed()) {
      return;
    }
    e.refusal = null;
    if (uid.equals(e.launch.order().node().uid())) {
      launches.apply(e, Ruling.told(e.launch, refusal));
    } else if (e.launch.state() instanceof LaunchState.Absent) {
      launches.apply(e, LaunchRules.vanished(e.launch, "refused on another node", now));
    } else {
      e.doubt("refused, but not by the node that was meant", now);
    }
  }

  private void warned(String namespace, List<PodWarning> found) {
    warnings.answered(namespace, now);
    // Of a pod's warnings the newest counts.
    var newest = new LinkedHashMap<PodRef, PodWarning>();
    found.forEach(w -> newest.put(w.pod(), w));
    newest.forEach(
        (ref, warning) ->
            launches
                .of(ref)
                .ifPresent(e -> launches.apply(e, LaunchRules.warned(e.launch, warning, now))));
  }

  private void deleteEnded(PodRef ref, Outcome.OfDelete outcome) {
    Optional<Entry> entry = free(launches.waitingFor(ref));
    if (entry.isEmpty()) {
      orphans.deleteEnded(ref, outcome, now);
      return;
    }
    Entry e = entry.get();
    switch (outcome) {
      case Outcome.Done(PodSeen pod) -> {
        e.succeeded();
        launches.podSeen(pod, now);
      }
      case Outcome.Missing _ -> gone(e);
      case Outcome.Failed _ -> e.pause(now);
    }
  }

  /** The watch may have said so before, and more than this answer does. */
  private void gone(Entry e) {
    if (e.launch.state() instanceof LaunchState.Present) {
      launches.applySighting(e, LaunchRules.gone(e.launch, now), now);
    }
  }

  private void releaseEnded(PodRef ref, Outcome.OfRelease outcome) {
    Optional<Entry> entry = free(launches.waitingFor(ref));
    if (entry.isEmpty()) {
      orphans.releaseEnded(ref, outcome, now);
      return;
    }
    Entry e = entry.get();
    switch (outcome) {
      case Outcome.Released _, Outcome.Missing _ -> gone(e);
      case Outcome.Changed _ -> {
        e.pod = null;
        e.pause(now);
      }
      case Outcome.Failed _ -> e.pause(now);
    }
  }

  private void logsEnded(PodRef ref, Outcome.OfLogs outcome) {
    free(launches.waitingFor(ref))
        .ifPresent(
            e -> {
              switch (outcome) {
                case Outcome.Kept _ -> e.logsSettled = true;
                case Outcome.Failed _ -> e.pause(now);
              }
            });
  }
}
