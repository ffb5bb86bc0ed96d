package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.PastOutcome;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a round has gathered so far. A change is replayed at once, so that what follows sees it. */
final class Round {
  final State state;
  final Limits limits;
  final Instant now;
  final long number;
  final Map<JobId, PastOutcome> past;

  private final LinkedHashMap<Object, Change> changes = new LinkedHashMap<>();
  private final List<Outgoing> messages = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final Set<NodeUid> touchedNodes = new LinkedHashSet<>();
  private final Set<JobKey> touchedJobs = new LinkedHashSet<>();
  private int followUps;
  private int dispatched;
  private boolean limited;

  Round(State state, Limits limits, Inputs inputs, Instant now) {
    this.state = state;
    this.limits = limits;
    this.now = now;
    this.number = inputs.round();
    this.past = inputs.past();
  }

  void put(Change change) {
    if (change instanceof Change.LaunchGone(var id) && state.launch(id) instanceof Launch launch) {
      touch(id, launch.place().node());
    }
    state.replay(change);
    changes.remove(change.key());
    changes.put(change.key(), change);
    switch (change) {
      case Change.JobPut(var job) -> touchedJobs.add(job.key());
      case Change.LaunchPut(var launch) -> touch(launch.id(), launch.place().node());
      case Change.NodePut(var node) -> touchedNodes.add(node.uid());
      case Change.ArrayPut _,
          Change.JobGone _,
          Change.PayloadKept _,
          Change.PayloadGone _,
          Change.LaunchGone _,
          Change.NodeGone _,
          Change.InstancePut _,
          Change.InstanceGone _,
          Change.SupplyPut _,
          Change.QueuePut _,
          Change.QueueGone _,
          Change.EnvironmentPut _,
          Change.EnvironmentGone _,
          Change.HoldPut _,
          Change.HoldGone _ -> {}
    }
  }

  private void touch(LaunchId launch, NodeUid node) {
    touchedJobs.add(launch.job());
    touchedNodes.add(node);
  }

  void send(Outgoing message) {
    messages.add(message);
  }

  /** A late or needless input is not an error; the log says why it did nothing. */
  void ignore(Object what, String why) {
    ignored.add(what + ": " + why);
  }

  /** An operator's word that has no effect: that is for an operator to know. */
  void refuse(Object what, String why) {
    refused.add(what + ": " + why);
  }

  /** Room for more follow-ups in this round. */
  int followUpsLeft() {
    return limits.maxFollowUps() - followUps;
  }

  void followedUp() {
    followUps++;
  }

  void dispatchedOne() {
    dispatched++;
  }

  int dispatchesLeft() {
    return limits.maxDispatches() - dispatched;
  }

  /** There is more to do at once. */
  void limit() {
    limited = true;
  }

  boolean limited() {
    return limited;
  }

  boolean changed() {
    return !changes.isEmpty();
  }

  List<Change> changes() {
    return List.copyOf(changes.values());
  }

  List<Outgoing> messages() {
    return messages;
  }

  List<NodeUid> touchedNodes() {
    return List.copyOf(touchedNodes);
  }

  Set<JobKey> touchedJobs() {
    return touchedJobs;
  }

  Step.Summary summary(int inputs) {
    return new Step.Summary(inputs, dispatched, followUps, limited, ignored, refused);
  }
}
