package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.explain.Explanation.Awaited;
import io.longshore.scheduler.core.explain.Explanation.Place;
import io.longshore.scheduler.core.explain.Explanation.Position;
import io.longshore.scheduler.core.explain.Explanation.UnderWay;
import io.longshore.scheduler.core.fit.Slot;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.job.StateName;
import io.longshore.scheduler.core.share.HeldBy;
import io.longshore.scheduler.core.share.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Explains a job from what the last round knew; nothing is reconstructed from logs. */
public final class Explainer {
  private final View view;

  public Explainer(View view) {
    this.view = view;
  }

  /** Empty where the job is not in memory: it has ended long ago or was never known. */
  public Optional<Explanation> explain(JobKey key) {
    return Outside.of(view, key, inside(key));
  }

  /** What the cell by itself makes of it. */
  private Optional<Explanation> inside(JobKey key) {
    var array = view.jobs().array(key.id());
    var job = view.jobs().job(key);
    if (job != null) {
      return Optional.of(job(job, array));
    }
    if (array == null) {
      return Optional.empty();
    }
    if (!key.isChild()) {
      return Optional.of(array(array));
    }
    return key.index() >= array.size() || array.childEnded(key.index())
        ? Optional.empty()
        : Optional.of(child(array, key));
  }

  /** A job that has ended and left memory, from its row. */
  public static Explanation ended(Job job) {
    return build(job.key(), job, reasonOfEnd(job.state()), wordsOfEnd(job.state()), Details.NONE);
  }

  /** An array that has ended and left memory, from its row. */
  public static Explanation ended(ArrayJob array) {
    return of(array, reasonOfEnd(array.state()), wordsOfEnd(array.state()), List.of());
  }

  private record Details(
      List<Awaited> waitingFor,
      @Nullable Position position,
      List<Place> places,
      @Nullable UnderWay launch) {
    static final Details NONE = new Details(List.of(), null, List.of(), null);
  }

  private Explanation job(Job job, @Nullable ArrayJob array) {
    return switch (job.state()) {
      case JobState.Submitted _, JobState.Pending _ -> pending(job.key(), job, awaited(job, array));
      case JobState.Runnable(var since, _, var front) ->
          runnable(job, new Turn(front, since, job.spec().seq(), job.key().index()), 0);
      case JobState.Starting _, JobState.Running _ -> active(job);
      case JobState.Succeeded _, JobState.Failed _ -> ended(job);
    };
  }

  private Explanation array(ArrayJob array) {
    if (array.ended()) {
      return ended(array);
    }
    var awaited = awaitedByAll(array);
    if (!awaited.isEmpty()) {
      return of(array, Reason.WAITING_FOR_DEPENDENCIES, words(awaited), awaited);
    }
    var left = array.size() - array.succeeded().count() - array.failed().count();
    var words = left + " of " + array.size() + " children have not ended";
    return of(array, Reason.WAITING_FOR_CHILDREN, words, List.of());
  }

  private static Explanation of(
      ArrayJob array, Reason reason, String words, List<Awaited> awaited) {
    return new Explanation(
        JobKey.whole(array.id()),
        array.state().name(),
        reason,
        words,
        awaited,
        null,
        List.of(),
        null,
        1,
        array.spec().retry().attempts(),
        array.spec().createdAt(),
        array.state().since());
  }

  private Explanation child(ArrayJob array, JobKey key) {
    var child = Job.submitted(key, array.spec(), array.spec().createdAt());
    for (var wave : array.waves()) {
      if (wave.children().has(key.index())) {
        var runnable = child.noted(new JobState.Runnable(wave.since(), 1, false));
        var first = wave.children().next(0);
        var turn = new Turn(false, wave.since(), array.spec().seq(), first);
        return runnable(runnable, turn, wave.children().countBelow(key.index()));
      }
    }
    var pending = child.noted(new JobState.Pending(array.state().since(), 1));
    return pending(key, pending, awaited(pending, array));
  }

  private static Explanation pending(JobKey key, Job job, List<Awaited> awaited) {
    var words = words(awaited);
    if (!job.wish().isNone()) {
      words += "; it ends once they have: " + job.wish().reason();
    }
    var details = new Details(awaited, null, List.of(), null);
    return build(key, job, Reason.WAITING_FOR_DEPENDENCIES, words, details);
  }

  private static String words(List<Awaited> awaited) {
    return "Waits for "
        + awaited.size()
        + (awaited.size() == 1 ? " job: " : " jobs: ")
        + awaited.stream()
            .map(a -> a.job() + " (" + a.state() + ")")
            .collect(Collectors.joining(", "));
  }

  private List<Awaited> awaited(Job job, @Nullable ArrayJob array) {
    if (array == null) {
      var unmet = job.state() instanceof JobState.Pending(_, var mask) ? mask : 0;
      return unmet(job.spec().dependsOn(), unmet);
    }
    var awaited = new ArrayList<>(awaitedByAll(array));
    var index = job.key().index();
    for (var d = 0; d < array.twins().size(); d++) {
      if (array.twins().get(d).has(index)
          && array.spec().dependsOn().get(d) instanceof Dependency.OnTwin(var other)) {
        var twin = new JobKey(other, index);
        awaited.add(new Awaited(twin, array.spec().dependsOn().get(d), stateOf(twin)));
      }
    }
    if (array.sequential() && index > 0 && !array.childEnded(index - 1)) {
      var previous = new JobKey(array.id(), index - 1);
      awaited.add(new Awaited(previous, new Dependency.OnPrevious(), stateOf(previous)));
    }
    return awaited;
  }

  private List<Awaited> awaitedByAll(ArrayJob array) {
    return unmet(array.spec().dependsOn(), array.unmet());
  }

  private List<Awaited> unmet(List<Dependency> dependsOn, int mask) {
    var awaited = new ArrayList<Awaited>();
    for (var d = 0; d < dependsOn.size(); d++) {
      if ((mask & 1 << d) != 0 && dependsOn.get(d) instanceof Dependency.OnJob(var key)) {
        awaited.add(new Awaited(key, dependsOn.get(d), stateOf(key)));
      }
    }
    return awaited;
  }

  private StateName stateOf(JobKey key) {
    return explainState(key).orElse(StateName.PENDING);
  }

  private Optional<StateName> explainState(JobKey key) {
    var job = view.jobs().job(key);
    if (job != null) {
      return Optional.of(job.state().name());
    }
    var array = view.jobs().array(key.id());
    if (array == null) {
      return Optional.empty();
    }
    if (!key.isChild()) {
      return Optional.of(array.state().name());
    }
    if (array.childEnded(key.index())) {
      var well = array.succeeded().has(key.index());
      return Optional.of(well ? StateName.SUCCEEDED : StateName.FAILED);
    }
    var waits = array.childPending(key.index());
    return Optional.of(waits ? StateName.PENDING : StateName.RUNNABLE);
  }

  /** {@code before}: children of its own wave that go before it. */
  private Explanation runnable(Job job, Turn turn, int before) {
    var queue = view.world().queues().get(job.spec().queue());
    if (queue == null) {
      return build(job.key(), job, Reason.NO_USABLE_ENVIRONMENT, "Its queue is gone", Details.NONE);
    }
    var heldBy = view.heldBy().apply(queue.arn());
    var waiting = view.world().queues().of(queue.arn());
    var ahead = waiting.ahead(turn) + before;
    var head = waiting.first().orElse(null);
    var blocking = heldBy == HeldBy.NO_ROOM && ahead > 0 && head != null ? head.key() : null;
    var position =
        new Position(queue.arn(), queue.priority(), ahead, blocking, job.state().since());
    var places = new Places(view).of(queue, job.spec().shape(), heldBy);
    var reason = reason(ahead, heldBy, places);
    var details = new Details(List.of(), position, places, null);
    return build(job.key(), job, reason, words(reason, position, places), details);
  }

  private static Reason reason(long ahead, @Nullable HeldBy heldBy, List<Place> places) {
    if (heldBy == HeldBy.LAUNCH_LIMIT) {
      return Reason.LAUNCH_LIMIT;
    }
    if (ahead > 0) {
      return heldBy == HeldBy.NO_ROOM ? Reason.BEHIND_BLOCKED_HEAD : Reason.BEHIND_OTHERS;
    }
    return heldBy == HeldBy.NO_ROOM ? reason(places) : Reason.NEXT_ROUNDS;
  }

  /** The most hopeful of the environments says it. */
  private static Reason reason(List<Place> places) {
    var reasons = places.stream().map(Place::reason).toList();
    if (reasons.contains(EnvironmentReason.HAS_ROOM)) {
      return Reason.NEXT_ROUNDS;
    }
    if (reasons.contains(EnvironmentReason.CAPACITY_ON_THE_WAY)) {
      return Reason.WAITING_FOR_CAPACITY;
    }
    if (reasons.contains(EnvironmentReason.CAPACITY_REFUSED)) {
      return Reason.CAPACITY_REFUSED;
    }
    if (reasons.contains(EnvironmentReason.AT_MAXIMUM)) {
      return Reason.ENVIRONMENTS_AT_MAXIMUM;
    }
    if (reasons.contains(EnvironmentReason.NO_ROOM_NOW)) {
      return places.stream()
              .anyMatch(p -> p.reason() == EnvironmentReason.NO_ROOM_NOW && p.managed())
          ? Reason.DEMAND_LIST_FULL
          : Reason.WAITING_FOR_CAPACITY;
    }
    return reasons.contains(EnvironmentReason.NO_TYPE_FITS)
            || reasons.contains(EnvironmentReason.MAXIMUM_TOO_SMALL)
        ? Reason.FITS_NOWHERE
        : Reason.NO_USABLE_ENVIRONMENT;
  }

  private static String words(Reason reason, Position position, List<Place> places) {
    var each =
        places.stream()
            .map(p -> p.environment() + " " + p.words())
            .collect(Collectors.joining("; "));
    return switch (reason) {
      case BEHIND_OTHERS -> first(position.ahead());
      case BEHIND_BLOCKED_HEAD ->
          first(position.ahead())
              + ", and "
              + position.blocking()
              + " at the head fits nowhere now";
      case NEXT_ROUNDS -> "Nothing holds it: it goes in one of the next rounds";
      default -> each.isEmpty() ? "Its queue has no environment" : each;
    };
  }

  private static String first(long ahead) {
    return ahead == 1 ? "1 job of its queue goes first" : ahead + " jobs of its queue go first";
  }

  private Explanation active(Job job) {
    var launch = view.launchOf().apply(job);
    if (launch == null) {
      throw new IllegalStateException("active without a launch: " + job.key());
    }
    var awaited = awaited(launch);
    var reason = Reason.RUNNING;
    var words = "Its containers run on " + launch.place().nodeName();
    if (awaited != null) {
      reason = Reason.WAITING_FOR_EVIDENCE;
      words = awaited;
    } else if (launch.stop() != null) {
      reason = Reason.STOPPING;
      words = "It was asked to stop, and its pod has not ended yet";
    } else if (job.state() instanceof JobState.Starting) {
      reason = Reason.STARTING;
      words = "Its pod starts on " + launch.place().nodeName() + podWords(launch);
    }
    var environment = view.world().environments().get(launch.place().environment());
    var namespace = environment == null ? "" : environment.namespace();
    var underWay = new UnderWay(launch, namespace, awaited);
    return build(job.key(), job, reason, words, new Details(List.of(), null, List.of(), underWay));
  }

  private static String podWords(Launch launch) {
    return launch.pod().reason().isEmpty() ? "" : ": " + launch.pod().reason();
  }

  private @Nullable String awaited(Launch launch) {
    if (launch.state() instanceof LaunchState.Ended(_, Instant judgeAt)) {
      return "It ended by a signal; word of its host is awaited until " + judgeAt;
    }
    var slot = view.world().nodes().get(launch.place().node());
    var proof =
        launch.place().instanceId().isEmpty()
            ? "its node's report or, once it is off, `longshore node-lost --uid "
                + launch.place().node().uid()
                + "`"
            : "EC2's word that " + launch.place().instanceId() + " is terminated";
    if (launch.state() instanceof LaunchState.Vanished) {
      return "Its pod is gone and nothing proves how it ended; awaited: " + proof;
    }
    return slot == null || slot.node().away() ? away(slot) + "; awaited: " + proof : null;
  }

  private static String away(@Nullable Slot slot) {
    return slot == null || slot.node().gone() ? "Its node is gone" : "Its node is not ready";
  }

  private static Reason reasonOfEnd(JobState state) {
    return switch (state) {
      case JobState.Failed(_, _, var by) ->
          switch (by) {
            case CANCEL, TERMINATE -> Reason.ENDED_BY_USER;
            case ITSELF, DEPENDENCY -> Reason.FAILED;
          };
      case JobState.Submitted _,
          JobState.Pending _,
          JobState.Runnable _,
          JobState.Starting _,
          JobState.Running _,
          JobState.Succeeded _ ->
          Reason.SUCCEEDED;
    };
  }

  private static String wordsOfEnd(JobState state) {
    return state instanceof JobState.Failed(_, var reason, _) ? reason : "It ended well";
  }

  private static Explanation build(
      JobKey key, Job job, Reason reason, String words, Details details) {
    var attempt =
        job.state() instanceof JobState.Runnable(_, var next, _)
            ? next
            : Math.max(1, job.attempt());
    return new Explanation(
        key,
        job.state().name(),
        reason,
        words,
        details.waitingFor,
        details.position,
        details.places,
        details.launch,
        attempt,
        job.spec().retry().attempts(),
        job.spec().createdAt(),
        job.state().since());
  }
}
