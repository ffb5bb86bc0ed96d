package io.longshore.placement.core.desk;

import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.observe.PodSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Pods that carry our label and belong to no launch that is under way: launches unknown or closed.
 * They are deleted with grace and let go once nothing of them runs, or their deletion's grace is
 * long over.
 */
final class Orphans {

  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final Duration OVERDUE = Duration.ofSeconds(60);
  private static final int GRACE_SECONDS = 30;
  private static final int MOST_AT_A_TIME = 20;
  private static final int MOST_REMEMBERED = 10_000;

  private final String finalizer;
  private final Map<String, Orphan> byUid = new TreeMap<>();
  private final LinkedHashSet<String> goneLately = new LinkedHashSet<>();

  Orphans(String finalizer) {
    this.finalizer = finalizer;
  }

  private static final class Orphan {
    PodSeen pod;
    boolean busy;
    Instant notBefore = Instant.MIN;

    Orphan(PodSeen pod) {
      this.pod = pod;
    }
  }

  void seen(PodSeen pod) {
    if (goneLately.contains(pod.ref().uid())) {
      return;
    }
    Orphan known = byUid.get(pod.ref().uid());
    if (known == null) {
      byUid.put(pod.ref().uid(), new Orphan(pod));
    } else {
      known.pod = pod;
    }
  }

  /** The pod is gone for good; what a watch that lags still says of it is not believed. */
  void gone(String uid) {
    byUid.remove(uid);
    goneLately.add(uid);
    if (goneLately.size() > MOST_REMEMBERED) {
      goneLately.remove(goneLately.getFirst());
    }
  }

  /** Keeps those that a list still shows. */
  void retain(Set<String> uids) {
    byUid.keySet().retainAll(uids);
  }

  int size() {
    return byUid.size();
  }

  void deleteEnded(PodRef ref, Outcome.OfDelete outcome, Instant now) {
    switch (outcome) {
      case Outcome.Done(PodSeen pod) -> answered(ref.uid(), pod, now, Duration.ZERO);
      case Outcome.Missing _ -> gone(ref.uid());
      case Outcome.Failed _ -> answered(ref.uid(), null, now, RETRY);
    }
  }

  void releaseEnded(PodRef ref, Outcome.OfRelease outcome, Instant now) {
    switch (outcome) {
      case Outcome.Released _, Outcome.Missing _ -> gone(ref.uid());
      case Outcome.Changed _, Outcome.Failed _ -> answered(ref.uid(), null, now, RETRY);
    }
  }

  private void answered(String uid, @Nullable PodSeen pod, Instant now, Duration pause) {
    Orphan orphan = byUid.get(uid);
    if (orphan != null) {
      orphan.busy = false;
      orphan.notBefore = now.plus(pause);
      orphan.pod = pod == null ? orphan.pod : pod;
    }
  }

  /** What is to be done now. */
  void pursue(Instant now, List<Action> actions) {
    long busy = byUid.values().stream().filter(o -> o.busy).count();
    for (Orphan orphan : byUid.values()) {
      if (busy >= MOST_AT_A_TIME) {
        return;
      }
      if (!orphan.busy && !orphan.notBefore.isAfter(now)) {
        Optional<Action> action = action(orphan.pod, now);
        action.ifPresent(actions::add);
        orphan.busy = action.isPresent();
        busy += orphan.busy ? 1 : 0;
      }
    }
  }

  private Optional<Action> action(PodSeen pod, Instant now) {
    PodSeen.Deletion deletion = pod.deletion();
    if (deletion == null) {
      return Optional.of(new Action.Delete(pod.ref(), GRACE_SECONDS));
    }
    if (!pod.finalizers().contains(finalizer)) {
      return Optional.empty();
    }
    Instant overdue = deletion.requestedAt().plusSeconds(deletion.graceSeconds()).plus(OVERDUE);
    boolean over =
        pod.status().phase() == PodSeen.Phase.SUCCEEDED
            || pod.status().phase() == PodSeen.Phase.FAILED
            || !pod.anyStarted()
            || now.isAfter(overdue);
    return over ? Optional.of(new Action.Release(pod.ref())) : Optional.empty();
  }

  /** When one that waits is due. */
  Optional<Instant> wakeAt(Instant now) {
    return byUid.isEmpty() ? Optional.empty() : Optional.of(now.plus(RETRY));
  }
}
