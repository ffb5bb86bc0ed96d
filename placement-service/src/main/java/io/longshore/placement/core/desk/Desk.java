package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.desk.DeskStep.Standing.State;
import io.longshore.placement.core.fence.Fence;
import io.longshore.placement.core.fence.FenceEvent;
import io.longshore.placement.core.fence.FenceState;
import io.longshore.placement.core.node.NodeBook;
import io.longshore.placement.core.pod.Environment;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.core.pod.Order;
import io.longshore.placement.core.pod.PodPlanner;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One cluster's desk: takes commands, sightings and answers, and says what changes in the ledger,
 * what the scheduler hears and what is to be done at the cluster. It guarantees that a launch never
 * has two pods and that a closed launch is never started, whatever is lost, late or repeated in
 * between. Actions may run only after the step's changes are committed.
 */
public final class Desk {

  private static final int MOST_TRIMMED = 1000;

  private final DeskSettings settings;
  private final Fence fence;
  private final NodeBook book;
  private final Alarms alarms = new Alarms();
  private final Warnings warnings = new Warnings();
  private final Draft draft = new Draft();
  private final Orphans orphans;
  private final Creates creates;
  private final Launches launches;
  private final Dispatch dispatch;
  private final Map<String, Environment> environments = new HashMap<>();

  private boolean surveying;
  private boolean podsListed;
  private long openUnder;
  private String unreached = "";
  private String version = "";

  /**
   * A desk that goes on where the ledger stopped.
   *
   * @param epochFloor the largest placement epoch known from lease and ledger
   */
  public Desk(
      DeskSettings settings,
      Names names,
      Set<String> namespaces,
      Memory memory,
      long epochFloor,
      Instant now) {
    this.settings = settings;
    this.fence = new Fence(epochFloor, settings.fencePatience(), now);
    this.book = new NodeBook(names, memory.nodes());
    this.orphans = new Orphans(names.finalizer());
    this.creates = new Creates(settings.maxCreates());
    this.launches = new Launches(memory, creates, orphans, alarms, book, draft);
    this.dispatch =
        new Dispatch(
            new PodPlanner(names, namespaces), launches, creates, alarms, draft, environments);
  }

  /**
   * One step.
   *
   * @param caughtUp whether commands have been read to the end seen at takeover; until then nothing
   *     new is created, because the next command may stop it
   */
  public DeskStep step(List<DeskInput> inputs, Instant now, boolean caughtUp) {
    var answers = new Answers(launches, orphans, warnings, fence, draft, now);
    for (DeskInput input : inputs) {
      switch (input) {
        case DeskInput.Command command -> command(command, now);
        case DeskInput.Sighting sighting -> sighting(sighting, now);
        case DeskInput.Answer answer -> answers.take(answer);
      }
    }
    guard(now);
    if (podsListed) {
      pursue(now);
      if (caughtUp && book.listed() && fence.epoch() > 0) {
        dispatch.run(fence.epoch(), now);
      }
      orphans.pursue(now, draft.actions);
      draft.actions.addAll(warnings.pursue(now));
    }
    nodeNews();
    List<LaunchId> trimmed = launches.trim(now.minus(settings.closedRetention()), MOST_TRIMMED);
    if (!trimmed.isEmpty()) {
      draft.others.add(new Change.Trimmed(trimmed));
    }
    var step =
        new DeskStep(
            draft.changes(launches.entries()),
            List.copyOf(draft.reports),
            List.copyOf(draft.actions),
            standing(),
            wakeAt(now, caughtUp));
    draft.clear();
    return step;
  }

  private void command(DeskInput.Command command, Instant now) {
    switch (command) {
      case DeskInput.Start(Order order) -> launches.start(order);
      case DeskInput.Stop(LaunchId id, Launch.Stop stop) -> launches.stop(id, stop, now);
      case DeskInput.Close(LaunchId id) -> launches.close(id, now);
      case DeskInput.EnvironmentIs(Environment environment) ->
          environments.merge(
              environment.arn(), environment, (a, b) -> b.version() >= a.version() ? b : a);
      case DeskInput.EnvironmentGone(String arn) -> environments.remove(arn);
    }
  }

  private void sighting(DeskInput.Sighting sighting, Instant now) {
    switch (sighting) {
      case DeskInput.PodsListed(var pods) -> {
        launches.podsListed(pods, now);
        if (!podsListed) {
          podsListed = true;
          draft.touched.addAll(launches.entries().keySet());
        }
      }
      case DeskInput.PodChanged(var pod) -> launches.podSeen(pod, now);
      case DeskInput.PodGone(var pod) -> launches.podGone(pod, now);
      case DeskInput.NodesListed(var nodes) -> book.nodesListed(nodes);
      case DeskInput.NodeChanged(var node) -> book.nodeChanged(node);
      case DeskInput.NodeGone(String name, String uid) -> book.nodeGone(name, uid);
      case DeskInput.ForeignListed(var pods) -> book.foreignListed(pods);
      case DeskInput.ForeignChanged(var pod) -> book.foreignChanged(pod);
      case DeskInput.ForeignGone(String uid) -> book.foreignGone(uid);
      case DeskInput.DaemonsListed(var daemons) -> book.daemonsListed(daemons);
      case DeskInput.DaemonChanged(var daemon) -> book.daemonChanged(daemon);
      case DeskInput.DaemonGone(String uid) -> book.daemonGone(uid);
      case DeskInput.Reached(String answered) -> {
        unreached = "";
        version = answered;
      }
      case DeskInput.Unreached(String why) -> unreached = why;
    }
  }

  /** Nothing is listed before the fence has once been open: what was under way is then settled. */
  private void guard(Instant now) {
    fence
        .on(new FenceEvent.Tick(), now)
        .ifPresent(action -> draft.actions.add(new Action.Guard(action)));
    if (fence.state() instanceof FenceState.Open(long epoch, Instant _) && epoch != openUnder) {
      openUnder = epoch;
      if (!surveying) {
        surveying = true;
        draft.actions.add(new Action.Survey());
      }
      for (Entry e : launches.all()) {
        if (e.launch.state() instanceof LaunchState.Creating) {
          draft.touched.add(e.id());
        }
      }
    }
  }

  private void pursue(Instant now) {
    draft.touched.addAll(alarms.take(now));
    var pursuit = new Pursuit(settings, fence, alarms, warnings, draft.actions, now);
    // What one pursuit moves may be due again at once, so until nothing is touched any more.
    while (!draft.touched.isEmpty()) {
      List<LaunchId> round = List.copyOf(draft.touched);
      draft.touched.clear();
      for (LaunchId id : round) {
        Entry e = launches.get(id);
        if (e != null && !e.busy) {
          pursue(e, pursuit, now);
        }
      }
    }
  }

  private void pursue(Entry e, Pursuit pursuit, Instant now) {
    if (e.notBefore.isAfter(now)) {
      alarms.at(e.id(), e.notBefore);
      return;
    }
    if (e.refusal != null && !e.launch.ended() && !e.launch.closed()) {
      pursuit.confirmRefusal(e);
      return;
    }
    switch (e.launch.state()) {
      case LaunchState.Waiting _ -> {}
      case LaunchState.Creating create -> {
        if (pursuit.settle(e, create) == Pursuit.Settling.NOT_CREATED) {
          launches.apply(e, LaunchRules.notCreated(e.launch, now));
        }
      }
      case LaunchState.Present(PodRef ref) -> {
        unproven(e, now);
        pursuit.present(e, ref);
      }
      case LaunchState.Absent _ -> {
        if (e.launch.closed()) {
          launches.drop(e, now);
        } else if (!e.launch.ended()) {
          // What the pod had said died with a desk that was still asking the node about it.
          launches.apply(e, LaunchRules.vanished(e.launch, "the pod is gone", now));
        }
      }
    }
  }

  private void unproven(Entry e, Instant now) {
    Instant since = e.unprovenSince;
    if (since == null || e.launch.ended()) {
      return;
    }
    Instant due = since.plus(settings.vanishAfter());
    if (now.isBefore(due)) {
      alarms.at(e.id(), due);
    } else {
      e.unprovenSince = null;
      launches.apply(e, LaunchRules.vanished(e.launch, e.unproven, now));
    }
  }

  private void nodeNews() {
    for (NodeBook.News news : book.news()) {
      draft.reports.add(new DeskStep.Out.OfNode(news));
      draft.others.add(
          switch (news) {
            case NodeBook.News.Here(var report) -> new Change.NodeSaid(report);
            case NodeBook.News.Gone(String _, String uid) -> new Change.NodeForgotten(uid);
          });
    }
  }

  private DeskStep.Standing standing() {
    if (!unreached.isEmpty()) {
      return new DeskStep.Standing(State.AWAY, unreached, version);
    }
    if (!fence.complaint().isEmpty()) {
      State state = fence.state() instanceof FenceState.Proving ? State.UNGUARDED : State.AWAY;
      return new DeskStep.Standing(state, fence.complaint(), version);
    }
    boolean known = podsListed && book.listed() && !version.isEmpty();
    return known
        ? new DeskStep.Standing(State.SERVED, "", version)
        : new DeskStep.Standing(State.PENDING, "the cluster was not listed yet", version);
  }

  private Optional<Instant> wakeAt(Instant now, boolean caughtUp) {
    if (!caughtUp && !creates.waiting().isEmpty()) {
      return Optional.of(now);
    }
    return Stream.of(
            fence.wakeAt(),
            podsListed ? alarms.next() : Optional.<Instant>empty(),
            warnings.wakeAt(),
            orphans.wakeAt(now))
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Figures for gauges. */
  public Figures figures() {
    return new Figures(
        launches.entries().size(),
        creates.waiting().size(),
        creates.out(),
        orphans.size(),
        book.size(),
        fence.epoch());
  }

  /** How much there is of what. */
  public record Figures(
      int launches, int waiting, int creating, int orphans, int nodes, long epoch) {}
}
