package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.node.NodeBook;
import io.longshore.placement.core.observe.Host;
import io.longshore.placement.core.observe.LaunchReport;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.pod.Order;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The launches that are not cleared away, and what commands and sightings make of them. */
final class Launches {

  private final Map<LaunchId, Entry> entries = new HashMap<>();
  private final Closed closed;
  private final Creates creates;
  private final Orphans orphans;
  private final Alarms alarms;
  private final NodeBook book;
  private final Draft draft;

  Launches(
      Memory memory, Creates creates, Orphans orphans, Alarms alarms, NodeBook book, Draft draft) {
    this.closed = new Closed(memory.closed());
    this.creates = creates;
    this.orphans = orphans;
    this.alarms = alarms;
    this.book = book;
    this.draft = draft;
    for (Launch launch : memory.launches()) {
      entries.put(launch.id(), new Entry(launch));
      if (launch.state() instanceof LaunchState.Waiting) {
        creates.await(launch.id());
      }
    }
  }

  Map<LaunchId, Entry> entries() {
    return entries;
  }

  Collection<Entry> all() {
    return entries.values();
  }

  @Nullable Entry get(LaunchId id) {
    return entries.get(id);
  }

  /** The launch whose pod this is. */
  Optional<Entry> of(PodRef pod) {
    return LaunchId.ofPodName(pod.name())
        .map(entries::get)
        .filter(
            e ->
                e.launch.state() instanceof LaunchState.Present(PodRef known)
                    && known.uid().equals(pod.uid()));
  }

  /**
   * The launch that waits for an answer about this pod; the pod itself may be gone meanwhile, if a
   * watch was faster than the answer.
   */
  Optional<Entry> waitingFor(PodRef pod) {
    return LaunchId.ofPodName(pod.name())
        .map(entries::get)
        .filter(e -> e.busy && e.busyWith.equals(pod.uid()));
  }

  void start(Order order) {
    LaunchId id = order.launch();
    // Said twice, or said after Close by a scheduler that lost its memory: once is all it gets.
    if (entries.containsKey(id) || closed.contains(id)) {
      return;
    }
    entries.put(id, new Entry(Launch.ordered(order)));
    draft.added.add(id);
    creates.await(id);
  }

  /** There is room for another create. */
  void createAnswered(LaunchId id) {
    creates.answered(id);
  }

  void stop(LaunchId id, Launch.Stop stop, Instant now) {
    Entry e = entries.get(id);
    if (e != null) {
      apply(e, LaunchRules.stop(e.launch, stop, now));
    } else if (!closed.contains(id)) {
      neverStart(id, now);
      draft.report(LaunchRules.unknown(id, stop, now));
    }
  }

  void close(LaunchId id, Instant now) {
    Entry e = entries.get(id);
    if (e != null) {
      apply(e, LaunchRules.close(e.launch));
    } else {
      neverStart(id, now);
    }
  }

  /** A launch that is not known, or not any more: from now on it will not be started. */
  private void neverStart(LaunchId id, Instant now) {
    if (!closed.contains(id)) {
      closed.add(id, now);
      draft.closed.put(id, now);
    }
  }

  void podsListed(List<PodSeen> pods, Instant now) {
    var uids = new HashSet<String>();
    for (PodSeen pod : pods) {
      uids.add(pod.ref().uid());
      podSeen(pod, now);
    }
    orphans.retain(uids);
    for (Entry e : entries.values()) {
      // A list may be older than a create's answer, so what it lacks is looked at, not believed.
      if (e.launch.state() instanceof LaunchState.Present(PodRef ref)
          && !uids.contains(ref.uid())) {
        e.pod = null;
        draft.touched.add(e.id());
      }
    }
  }

  void podSeen(PodSeen pod, Instant now) {
    Entry e = LaunchId.ofPodName(pod.ref().name()).map(entries::get).orElse(null);
    if (e == null
        || e.launch.state() instanceof LaunchState.Absent
        || !LaunchRules.owns(e.launch, pod)) {
      orphans.seen(pod);
      return;
    }
    // A watch may be faster than the answer to the create: the older of two states says nothing.
    if (e.pod != null && pod.olderThan(e.pod)) {
      return;
    }
    e.pod = pod;
    applySighting(e, LaunchRules.sighted(e.launch, pod, host(e), now), now);
  }

  void podGone(PodSeen pod, Instant now) {
    orphans.gone(pod.ref().uid());
    of(pod.ref())
        .ifPresent(
            e -> {
              e.pod = null;
              applySighting(e, LaunchRules.gone(e.launch, pod, host(e), now), now);
            });
  }

  /** Takes a ruling over, and what it says. */
  void apply(Entry e, Ruling ruling) {
    if (!ruling.next().equals(e.launch)) {
      if (e.launch.state() instanceof LaunchState.Present(PodRef was)
          && ruling.next().state() instanceof LaunchState.Absent) {
        orphans.gone(was.uid());
      }
      e.launch = ruling.next();
      draft.moved.add(e.id());
      draft.touched.add(e.id());
    }
    LaunchReport report = ruling.report();
    if (report != null) {
      draft.report(report);
    }
    if (e.launch.state() instanceof LaunchState.Waiting) {
      creates.await(e.id());
    } else {
      creates.awaitNoMore(e.id());
    }
  }

  /** As {@link #apply}, with what a sighting leaves in doubt. */
  void applySighting(Entry e, Ruling ruling, Instant now) {
    apply(e, ruling);
    draft.touched.add(e.id());
    switch (ruling.doubt()) {
      case Ruling.Doubt.Settled _ -> {
        e.refusal = null;
        e.unprovenSince = null;
      }
      case Ruling.Doubt.OfTheNode(LaunchReport report) -> e.refusal = report;
      case Ruling.Doubt.OfTheEnd(String why) -> e.doubt(why, now);
    }
  }

  /** The launch is over and cleared away. */
  void drop(Entry e, Instant now) {
    entries.remove(e.id());
    alarms.clear(e.id());
    closed.add(e.id(), now);
    draft.closed.put(e.id(), now);
  }

  Host host(Entry e) {
    return book.host(e.launch.order().node().name(), e.launch.order().node().uid());
  }

  List<LaunchId> trim(Instant before, int most) {
    return closed.trim(before, most);
  }
}
