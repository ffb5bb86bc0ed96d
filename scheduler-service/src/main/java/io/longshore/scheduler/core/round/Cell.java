package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.explain.Explainer;
import io.longshore.scheduler.core.explain.Explanation;
import io.longshore.scheduler.core.explain.View;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobSpec;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler of one cell, in memory. A round is one call of {@link #step}: apply what has
 * arrived, carry ends and wishes on, dispatch what fits, release what is idle, state what is
 * wanted. It reads no clock and no chance; equal inputs in equal order give equal steps.
 *
 * <p>Memory is one step ahead of the database until the step is committed: a step that cannot be
 * committed, or that throws, leaves the cell useless, and it is loaded anew.
 */
public final class Cell {
  private final Limits limits;
  private final State state;
  private final Blocks blocks = new Blocks();
  private final Demands demands = new Demands();

  public Cell(Limits limits) {
    this.limits = limits;
    this.state = new State(limits);
  }

  /**
   * Replays a stored row at start-up: environments and queues first, then instances and nodes,
   * arrays, jobs and last launches.
   */
  public void replay(Change stored) {
    state.replay(
        switch (stored) {
          case Change.JobPut(var job) when !job.key().isChild() ->
              new Change.JobPut(job.with(state.shared.of(job.spec())));
          case Change.ArrayPut(var array) ->
              new Change.ArrayPut(array.with(state.shared.of(array.spec())));
          default -> stored;
        });
  }

  /** The clock that stored rows are replayed at: what is idle counts as idle since then. */
  public void replayAt(Instant now) {
    state.now(now);
  }

  /** All rows have been replayed. */
  public void recovered() {
    for (var queue : state.queues.all()) {
      if (queue.deleted()) {
        state.sweep(queue.arn());
      }
    }
  }

  /** What was asked for by a job in memory: a stored child or launch needs it. */
  public @Nullable JobSpec spec(JobId id) {
    return state.jobs.spec(id);
  }

  /** Jobs that new ones depend on and that are not in memory: their ends are to be fetched. */
  public Set<JobId> needs(Iterable<? extends Input> inputs) {
    var submitted = new HashSet<JobId>();
    var needed = new TreeSet<JobId>();
    for (var input : inputs) {
      if (input instanceof Input.Submit submit) {
        submit.dependsOn().forEach(d -> need(d, submitted, needed));
        submitted.add(submit.job());
      }
    }
    return needed;
  }

  private void need(Dependency dependency, Set<JobId> submitted, Set<JobId> needed) {
    switch (dependency) {
      case Dependency.OnJob(var key) -> need(key.id(), submitted, needed);
      case Dependency.OnTwin(var array) -> need(array, submitted, needed);
      case Dependency.OnPrevious _ -> {}
    }
  }

  private void need(JobId id, Set<JobId> submitted, Set<JobId> needed) {
    if (!state.jobs.knows(id) && !submitted.contains(id)) {
      needed.add(id);
    }
  }

  /** One round. */
  public Step step(Inputs inputs, Instant now) {
    state.now(now);
    var round = new Round(state, limits, inputs, now);
    var jobs = new Jobs(round);
    var launches = new Launches(round, jobs);
    var hosts = new Hosts(round, launches);
    var followUps = new FollowUps(round, jobs);
    var commands = new Commands(round, jobs, followUps, hosts);
    var holds = new Holds(round, jobs, launches, followUps);
    var supplies = new Supplies(round, hosts);

    for (var input : inputs.inputs()) {
      switch (input) {
        case Input.Command command -> commands.decide(command);
        case Input.Placement report -> placement(report, launches, hosts);
        case Input.Capacity report -> supplies.decide(report);
        case Input.Operator decision -> holds.decide(decision);
      }
    }
    if (inputs.timersMayFire()) {
      fire(round, launches, hosts);
    }
    followUps.run();
    new Planner(round, jobs, blocks).run();
    followUps.run();
    var releaseAt = demands.release(round, hosts, blocks, inputs.timersMayFire());
    var statedAt = demands.state(round, blocks);
    var tellAt = tell(round, jobs);
    for (var uid : round.touchedNodes()) {
      hosts.dropIfDone(uid);
    }
    Invariants.check(round);
    var wakeAt = Demands.earlier(Demands.earlier(releaseAt, statedAt), tellAt);
    wakeAt = Demands.earlier(wakeAt, state.timers.next());
    return new Step(
        round.changes(),
        round.messages(),
        round.limited() ? now : wakeAt,
        round.summary(inputs.inputs().size()));
  }

  private static void placement(Input.Placement report, Launches launches, Hosts hosts) {
    switch (report) {
      case Input.LaunchStarting starting -> launches.starting(starting);
      case Input.LaunchRunning running -> launches.running(running);
      case Input.LaunchEnded ended -> launches.ended(ended);
      case Input.LaunchVanished vanished ->
          launches.vanished(vanished, launch -> hosts.suspect(launch.place().node()));
      case Input.NodeSeen seen -> hosts.seen(seen);
      case Input.NodeVanished(_, var uid) -> hosts.vanished(uid);
    }
  }

  /** What is due beyond a round's bound fires in the next. */
  private void fire(Round round, Launches launches, Hosts hosts) {
    for (var subject : state.timers.fire(round.now, limits.maxFollowUps())) {
      switch (subject) {
        case Timers.Subject.OfLaunch(var launch) -> launches.due(launch);
        case Timers.Subject.OfNode(var node) -> hosts.due(node);
        case Timers.Subject.OfInstance(var instance) -> hosts.forget(instance);
      }
    }
    if (state.timers.isDue(round.now)) {
      round.limit();
    }
  }

  /** Tells where arrays stand, each at most so often; gives when the next is due. */
  private @Nullable Instant tell(Round round, Jobs jobs) {
    Instant next = null;
    for (var id : new TreeSet<>(state.jobs.untold())) {
      var array = state.jobs.array(id);
      if (array == null) {
        continue;
      }
      var dueAt = array.toldAt().plus(limits.progressEvery());
      if (dueAt.isAfter(round.now)) {
        next = Demands.earlier(next, dueAt);
      } else {
        jobs.tell(array);
      }
    }
    return next;
  }

  /**
   * Why a job is where it is; empty where it is not in memory. To be asked only while memory is
   * what the database holds.
   *
   * @param away short names of clusters whose placement-service has not been heard of lately
   */
  public Optional<Explanation> explain(JobKey key, Set<String> away) {
    var view =
        new View(
            state.jobs,
            state.world,
            state::launchOf,
            queue -> blocks.get(queue) instanceof Blocks.Block(_, var why) ? why : null,
            demands::wanted,
            held -> state.holds.of(held).orElse(null),
            away::contains);
    return new Explainer(view).explain(key);
  }

  /** How much of what is in memory. */
  public Census census() {
    return Census.of(state);
  }

  State state() {
    return state;
  }
}
