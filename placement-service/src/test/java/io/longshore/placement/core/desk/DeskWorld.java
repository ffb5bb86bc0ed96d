package io.longshore.placement.core.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.fence.FenceEvent;
import io.longshore.placement.core.node.NodeReport;
import io.longshore.placement.core.observe.LaunchReport;
import io.longshore.placement.core.observe.LaunchReport.Phase;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.pod.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Desks that come and go over one ledger and one API server, with everything in between late, lost,
 * reordered or done by a dead desk's hand.
 */
final class DeskWorld {

  static final DeskSettings SETTINGS =
      new DeskSettings(
          3,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(4),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          2);

  final SimApi api = new SimApi(Samples.NAMES);
  final Random random;
  Instant now = Samples.NOW;
  boolean faults = true;

  /** What the database holds. */
  final Map<LaunchId, Launch> stored = new TreeMap<>();

  final Map<LaunchId, Instant> storedClosed = new TreeMap<>();
  final Map<String, NodeReport> storedNodes = new HashMap<>();

  /** What the scheduler has heard. */
  final Map<LaunchId, List<LaunchReport>> heard = new TreeMap<>();

  /** Requests on their way to the API server, of this desk and of dead ones. */
  final List<Request> requests = new ArrayList<>();

  /** What a watch has seen and not delivered. */
  List<DeskInput> watched = new ArrayList<>();

  /** Answers on their way back: a watch may be faster. */
  final List<DeskInput> returning = new ArrayList<>();

  /** UIDs of pods whose output was asked for. */
  private final Set<String> keptOf = new HashSet<>();

  private List<DeskInput> inbox = new ArrayList<>();
  private Consumer<DeskInput> watcher = watched::add;
  private Desk desk;
  private int life;

  /** An action of one desk's life. */
  record Request(Action action, int life) {}

  DeskWorld(long seed) {
    random = new Random(seed);
    for (String name : List.of("n1", "n2")) {
      api.put(Samples.node(name));
    }
    desk = reborn();
  }

  /** The process dies and another takes over; what was sent is still under way. */
  Desk reborn() {
    life++;
    api.unwatch(watcher);
    inbox = new ArrayList<>();
    watched = new ArrayList<>();
    returning.clear();
    watcher = watched::add;
    inbox.add(new DeskInput.EnvironmentIs(Samples.ENVIRONMENT));
    desk =
        new Desk(
            SETTINGS,
            Samples.NAMES,
            Set.of("batch"),
            new Memory(List.copyOf(stored.values()), storedClosed, storedNodes),
            life,
            now);
    return desk;
  }

  void command(DeskInput.Command command) {
    inbox.add(command);
    step();
  }

  /** One round: decide, commit, and perhaps die before anything is sent. */
  void step() {
    now = now.plusMillis(20);
    List<DeskInput> inputs = List.copyOf(inbox);
    inbox.clear();
    DeskStep step = desk.step(inputs, now, true);
    commit(step);
    if (faults && random.nextInt(60) == 0) {
      desk = reborn();
    } else {
      step.actions().forEach(this::send);
    }
  }

  private void send(Action action) {
    if (action instanceof Action.KeepLogs(var ref, var _)) {
      keptOf.add(ref.uid());
    }
    requests.add(new Request(action, life));
  }

  private void commit(DeskStep step) {
    for (Change change : step.changes()) {
      switch (change) {
        case Change.Added(Launch launch) -> stored.put(launch.id(), launch);
        case Change.Moved(Launch launch) -> stored.put(launch.id(), launch);
        case Change.Closed(LaunchId id, Instant at) -> {
          stored.remove(id);
          storedClosed.put(id, at);
        }
        case Change.Trimmed(var ids) -> ids.forEach(storedClosed::remove);
        case Change.NodeSaid(var report) -> storedNodes.put(report.uid(), report);
        case Change.NodeForgotten(String uid) -> storedNodes.remove(uid);
      }
    }
    for (DeskStep.Out out : step.reports()) {
      if (out instanceof DeskStep.Out.OfLaunch(LaunchReport report)) {
        hear(report);
      }
    }
  }

  private void hear(LaunchReport report) {
    LaunchReport last = last(report.launch());
    if (last != null) {
      assertThat(last.ended()).as("nothing is said after the end: %s", report).isFalse();
      assertThat(report.phase()).isGreaterThanOrEqualTo(last.phase());
    }
    if (report.ended()) {
      assertThat(api.pod(report.launch().podName()).map(p -> p.status().phase()))
          .as("what ended does not run: %s", report)
          .isNotEqualTo(Optional.of(PodSeen.Phase.RUNNING));
      switch (report.evidence()) {
        case NEVER_CREATED -> assertThat(api.created(report.launch())).isZero();
        case ADMISSION_REFUSED -> assertThat(api.everRan(report.launch())).isZero();
        case NONE, CONTAINERS_TERMINATED, INVALID_POD -> {}
      }
    }
    heard.computeIfAbsent(report.launch(), _ -> new ArrayList<>()).add(report);
  }

  @Nullable LaunchReport last(LaunchId id) {
    var said = heard.getOrDefault(id, List.of());
    return said.isEmpty() ? null : said.getLast();
  }

  boolean knowsPod(String name) {
    return stored.values().stream()
        .anyMatch(l -> l.id().podName().equals(name) && l.state() instanceof LaunchState.Present);
  }

  boolean reached(LaunchId id, Phase phase) {
    LaunchReport last = last(id);
    return last != null && last.phase().compareTo(phase) >= 0;
  }

  /** A request arrives at the server, or is lost on its way there or back. */
  void arrive(int index) {
    Request request = requests.remove(index);
    Action action = request.action();
    boolean lost = faults && random.nextInt(8) == 0;
    boolean done = !lost || random.nextBoolean();
    DeskInput answer = done ? perform(request) : null;
    if (lost) {
      answer = lost(action);
      if (!done && action instanceof Action.Create) {
        // It hangs about and may still come true, now that nobody waits for it any more.
        requests.add(new Request(action, 0));
      }
    }
    if (request.life() == life && answer != null) {
      (faults && random.nextInt(4) == 0 ? returning : inbox).add(answer);
    }
  }

  /** One of the answers on their way comes back. */
  void comeBack() {
    if (!returning.isEmpty()) {
      inbox.add(returning.remove(random.nextInt(returning.size())));
    }
  }

  private @Nullable DeskInput perform(Request request) {
    return switch (request.action()) {
      case Action.Guard(var fence) -> new DeskInput.FenceSaid(api.fence(fence));
      case Action.Survey _ -> {
        if (request.life() == life) {
          survey();
        }
        yield null;
      }
      case Action.Create(LaunchId id, var plan) -> new DeskInput.CreateEnded(id, api.create(plan));
      case Action.Look(LaunchId id, String _) ->
          new DeskInput.LookEnded(id, api.look(id.podName()));
      case Action.LookAtNode(LaunchId id, String node) ->
          new DeskInput.NodeLookEnded(id, api.lookAtNode(node));
      case Action.ReadWarnings(String namespace) ->
          new DeskInput.WarningsRead(namespace, api.warnings());
      case Action.Delete(var ref, int grace) ->
          new DeskInput.DeleteEnded(ref, api.delete(ref, grace, now));
      case Action.Release(var ref) -> {
        releasing(ref);
        yield new DeskInput.ReleaseEnded(ref, api.release(ref, now));
      }
      case Action.KeepLogs(var ref, var _) -> new DeskInput.LogsEnded(ref, new Outcome.Kept());
    };
  }

  /** Output goes with its pod, so that of a launch's own pod must have been asked for before. */
  private void releasing(PodRef ref) {
    LaunchId.ofPodName(ref.name())
        .filter(id -> stored.containsKey(id) && api.everRan(id) > 0)
        .ifPresent(id -> assertThat(keptOf).as("output of %s is kept", ref).contains(ref.uid()));
  }

  private @Nullable DeskInput lost(Action action) {
    return switch (action) {
      case Action.Guard _ -> new DeskInput.FenceSaid(new FenceEvent.Failed("no answer"));
      case Action.Survey _ -> {
        survey();
        yield null;
      }
      case Action.Create(LaunchId id, var _) ->
          new DeskInput.CreateEnded(id, new Outcome.Unanswered("no answer"));
      case Action.Look(LaunchId id, String _) ->
          new DeskInput.LookEnded(id, new Outcome.Failed("no answer"));
      case Action.LookAtNode(LaunchId id, String _) ->
          new DeskInput.NodeLookFailed(id, "no answer");
      case Action.ReadWarnings(String namespace) ->
          new DeskInput.WarningsRead(namespace, List.of());
      case Action.Delete(var ref, int _) ->
          new DeskInput.DeleteEnded(ref, new Outcome.Failed("no answer"));
      case Action.Release(var ref) ->
          new DeskInput.ReleaseEnded(ref, new Outcome.Failed("no answer"));
      case Action.KeepLogs(var ref, var _) ->
          new DeskInput.LogsEnded(ref, new Outcome.Failed("no answer"));
    };
  }

  /** Lists, then watches, as the shell does until it succeeds. */
  private void survey() {
    api.unwatch(watcher);
    watched.clear();
    inbox.add(new DeskInput.Reached("1.37"));
    inbox.add(new DeskInput.NodesListed(api.nodes()));
    inbox.add(new DeskInput.ForeignListed(List.of()));
    inbox.add(new DeskInput.DaemonsListed(List.of()));
    inbox.add(new DeskInput.PodsListed(api.pods()));
    api.watch(watcher);
  }

  /** A watch breaks, and what it had not delivered is replaced by a new list. */
  void relist() {
    watched.clear();
    inbox.add(new DeskInput.NodesListed(api.nodes()));
    inbox.add(new DeskInput.PodsListed(api.pods()));
  }

  void deliver() {
    if (!watched.isEmpty()) {
      inbox.add(watched.removeFirst());
    }
  }

  void elapse(Duration time) {
    now = now.plus(time);
  }

  Order order(LaunchId id) {
    return Samples.order(
        id, random.nextInt(10) == 0 ? "n-gone" : random.nextBoolean() ? "n1" : "n2");
  }
}
