package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.dag.JobTable;
import io.longshore.scheduler.core.demand.IdleTable;
import io.longshore.scheduler.core.demand.Instance;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.demand.Instances;
import io.longshore.scheduler.core.demand.Supply;
import io.longshore.scheduler.core.demand.World;
import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Node;
import io.longshore.scheduler.core.fit.NodeTable;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.job.QueueArn;
import io.longshore.scheduler.core.share.Candidate;
import io.longshore.scheduler.core.share.QueueTable;
import io.longshore.scheduler.core.share.Turn;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that a cell has in memory. It changes by {@link #replay} alone; everything in it but the
 * round's clock follows from the aggregates that were replayed.
 */
final class State {
  final JobTable jobs = new JobTable();
  final QueueTable queues = new QueueTable();
  final NodeTable nodes = new NodeTable();
  final Instances instances = new Instances();
  final TreeMap<EnvironmentArn, Environment> environments = new TreeMap<>();
  final TreeMap<EnvironmentArn, Supply> supplies = new TreeMap<>();
  final World world = new World(queues, environments, nodes, instances, supplies);
  final IdleTable idle = new IdleTable();
  final Timers timers = new Timers();
  final Shared shared = new Shared();
  final HoldTable holds = new HoldTable();

  /** Jobs of deleted queues that are still to be ended. */
  final Map<QueueArn, Deque<JobId>> sweeps = new TreeMap<>();

  private final Map<LaunchId, Launch> launches = new HashMap<>();
  private final Map<String, Environment> byUuid = new HashMap<>();
  private final Map<String, Integer> unconfirmed = new TreeMap<>();
  private final Map<NodeUid, TreeSet<LaunchId>> unjudged = new HashMap<>();
  private final Map<QueueArn, Integer> jobsOf = new HashMap<>();
  private final Limits limits;
  private Instant now = Instant.EPOCH;
  private long nextSeq = 1;

  State(Limits limits) {
    this.limits = limits;
  }

  /** The round's clock, for what becomes idle by a change. */
  void now(Instant instant) {
    now = instant;
  }

  void replay(Change change) {
    switch (change) {
      case Change.JobPut(var job) -> put(job);
      case Change.ArrayPut(var array) -> put(array);
      case Change.LaunchPut(var launch) -> put(launch);
      case Change.LaunchGone(var id) -> gone(id);
      case Change.NodePut(var node) -> put(node);
      case Change.NodeGone(var uid) -> gone(uid);
      case Change.InstancePut(var instance) -> put(instance);
      case Change.InstanceGone(var id) -> goneInstance(id);
      case Change.SupplyPut(var supply) -> supplies.put(supply.environment(), supply);
      case Change.QueuePut(var queue) -> queues.put(queue);
      case Change.QueueGone(var arn) -> {
        queues.remove(arn);
        sweeps.remove(arn);
      }
      case Change.EnvironmentPut(var environment) -> put(environment);
      case Change.EnvironmentGone(var arn) -> gone(arn);
      case Change.HoldPut(var hold) -> reorder(hold.job(), () -> holds.put(hold));
      case Change.HoldGone(var source) -> {
        var hold = holds.get(source);
        if (hold != null) {
          reorder(hold.job(), () -> holds.remove(source));
        }
      }
      case Change.JobGone _, Change.PayloadKept _, Change.PayloadGone _ -> {}
    }
  }

  private void put(Job job) {
    var old = jobs.job(job.key());
    if (!job.key().isChild()) {
      count(job.spec().queue(), (old == null ? 0 : -1) + (job.cold() ? 0 : 1));
    }
    nextSeq = Math.max(nextSeq, job.spec().seq() + 1);
    queues.replace(job.spec().queue(), candidates(old), candidates(job));
    jobs.put(job);
  }

  private void put(ArrayJob array) {
    var old = jobs.array(array.id());
    nextSeq = Math.max(nextSeq, array.spec().seq() + 1);
    queues.replace(array.spec().queue(), candidates(old), candidates(array));
    jobs.put(array);
    var stays = jobs.array(array.id()) != null;
    count(array.spec().queue(), (old == null ? 0 : -1) + (stays ? 1 : 0));
  }

  private void count(QueueArn queue, int by) {
    if (by != 0 && jobsOf.merge(queue, by, Integer::sum) == 0) {
      jobsOf.remove(queue);
    }
  }

  /** What stands in the queue follows from what is held. */
  private void reorder(JobKey key, Runnable change) {
    var array = jobs.array(key.id());
    var before = waiting(key, array);
    change.run();
    var spec = jobs.spec(key.id());
    if (spec != null) {
      queues.replace(spec.queue(), before, waiting(key, array));
    }
  }

  private List<Candidate> waiting(JobKey key, @Nullable ArrayJob array) {
    var waiting = new ArrayList<>(candidates(jobs.job(key)));
    if (array != null && !key.isChild()) {
      waiting.addAll(candidates(array));
      array.own().each(i -> waiting.addAll(candidates(jobs.job(new JobKey(array.id(), i)))));
    }
    return waiting;
  }

  private List<Candidate> candidates(@Nullable Job job) {
    if (job == null
        || !(job.state() instanceof JobState.Runnable(var since, _, var front))
        || holds.holds(job.key())) {
      return List.of();
    }
    var turn = new Turn(front, since, job.spec().seq(), job.key().index());
    return List.of(new Candidate(turn, job.key(), job.spec().shape(), 1));
  }

  private List<Candidate> candidates(@Nullable ArrayJob array) {
    if (array == null || array.waves().isEmpty() || holds.holds(JobKey.whole(array.id()))) {
      return List.of();
    }
    var waiting = new ArrayList<Candidate>(array.waves().size());
    for (var wave : array.waves()) {
      var turn = new Turn(false, wave.since(), array.spec().seq(), wave.children().next(0));
      var key = JobKey.whole(array.id());
      waiting.add(new Candidate(turn, key, array.spec().shape(), wave.children().count()));
    }
    return waiting;
  }

  private void put(Launch launch) {
    var old = launches.put(launch.id(), launch);
    confirm(old, -1);
    confirm(launch, 1);
    var spec = specOf(launch.id());
    if (launch.holdsRoom()) {
      nodes.take(launch.place().node(), launch.id(), spec.shape());
      judged(launch);
    } else {
      nodes.give(launch.place().node(), launch.id(), spec.shape(), now);
      unjudged.computeIfAbsent(launch.place().node(), _ -> new TreeSet<>()).add(launch.id());
    }
    lookAt(launch.place().node());
    timers.set(new Timers.Subject.OfLaunch(launch.id()), timer(launch, spec));
  }

  /** The node's instance may have become idle, or the contrary. */
  private void lookAt(NodeUid uid) {
    var slot = nodes.get(uid);
    if (slot != null && slot.node().hasInstance()) {
      idle.look(slot.node().instanceId(), world);
    }
  }

  private static @Nullable Instant timer(Launch launch, JobSpec spec) {
    return switch (launch.state()) {
      case LaunchState.Running(var heardAt, _) ->
          spec.timeout() == null || launch.stop() != null ? null : heardAt.plus(spec.timeout());
      case LaunchState.Ended(_, var judgeAt) -> judgeAt;
      case LaunchState.Sent _, LaunchState.Starting _, LaunchState.Vanished _ -> null;
    };
  }

  private void gone(LaunchId id) {
    var old = launches.remove(id);
    if (old == null) {
      return;
    }
    confirm(old, -1);
    judged(old);
    nodes.give(old.place().node(), id, specOf(id).shape(), now);
    lookAt(old.place().node());
    timers.set(new Timers.Subject.OfLaunch(id), null);
  }

  private void judged(Launch launch) {
    var waiting = unjudged.get(launch.place().node());
    if (waiting != null && waiting.remove(launch.id()) && waiting.isEmpty()) {
      unjudged.remove(launch.place().node());
    }
  }

  private void confirm(@Nullable Launch launch, int by) {
    if (launch == null || !(launch.state() instanceof LaunchState.Sent)) {
      return;
    }
    if (unconfirmed.merge(launch.place().cluster(), by, Integer::sum) == 0) {
      unconfirmed.remove(launch.place().cluster());
    }
  }

  private void put(Node node) {
    var before = nodes.get(node.uid());
    var instance = before == null ? node.instanceId() : before.node().instanceId();
    nodes.put(node, barred(node.instanceId()), now);
    lookAt(node.uid());
    if (!instance.equals(node.instanceId())) {
      idle.look(instance, world);
    }
    timers.set(new Timers.Subject.OfNode(node.uid()), timer(node));
  }

  private @Nullable Instant timer(Node node) {
    var lost =
        node.awaySince() == null || !node.hasInstance()
            ? null
            : node.awaySince().plus(limits.nodeLostAfter());
    if (node.pausedUntil() == null) {
      return lost;
    }
    return lost == null || node.pausedUntil().isBefore(lost) ? node.pausedUntil() : lost;
  }

  private void gone(NodeUid uid) {
    var slot = nodes.get(uid);
    nodes.remove(uid);
    if (slot != null) {
      idle.look(slot.node().instanceId(), world);
    }
    timers.set(new Timers.Subject.OfNode(uid), null);
  }

  private boolean barred(String instanceId) {
    var instance = instances.get(instanceId);
    return instance != null && !instance.state().takesLaunches();
  }

  private void put(Instance instance) {
    instances.put(instance);
    nodes.bar(instance.id(), !instance.state().takesLaunches());
    idle.look(instance.id(), world);
    var timer =
        instance.state() instanceof InstanceState.Terminated(var at)
            ? at.plus(limits.terminatedKept())
            : null;
    timers.set(new Timers.Subject.OfInstance(instance.id()), timer);
  }

  private void goneInstance(String id) {
    instances.remove(id);
    idle.look(id, world);
    timers.set(new Timers.Subject.OfInstance(id), null);
  }

  private void put(Environment environment) {
    var old = environments.put(environment.arn(), environment);
    if (old != null) {
      byUuid.remove(old.uuid());
    }
    byUuid.put(environment.uuid(), environment);
  }

  private void gone(EnvironmentArn arn) {
    var old = environments.remove(arn);
    if (old != null) {
      byUuid.remove(old.uuid());
    }
    supplies.remove(arn);
  }

  @Nullable Launch launch(LaunchId id) {
    return launches.get(id);
  }

  /** All launches in memory by id. */
  SortedMap<LaunchId, Launch> launches() {
    return new TreeMap<>(launches);
  }

  /** The job's launch under way, or the ended one that waits for judgement. */
  @Nullable Launch launchOf(Job job) {
    return job.activeLaunch() == 0
        ? null
        : launches.get(new LaunchId(job.key(), job.activeLaunch()));
  }

  /** Ended launches of a node that wait for their host's word. */
  List<LaunchId> unjudgedOn(NodeUid node) {
    SortedSet<LaunchId> waiting = unjudged.getOrDefault(node, new TreeSet<>());
    return List.copyOf(waiting);
  }

  JobSpec specOf(LaunchId id) {
    var spec = jobs.spec(id.job().id());
    if (spec == null) {
      throw new IllegalStateException("launch without a job: " + id);
    }
    return spec;
  }

  @Nullable Environment environment(String uuid) {
    return byUuid.get(uuid);
  }

  Supply supply(EnvironmentArn environment) {
    return supplies.getOrDefault(environment, Supply.unheard(environment));
  }

  int unconfirmed(String cluster) {
    return unconfirmed.getOrDefault(cluster, 0);
  }

  Map<String, Integer> unconfirmed() {
    return new TreeMap<>(unconfirmed);
  }

  /** Jobs of the queue in memory; an array counts once. */
  int jobsOf(QueueArn queue) {
    return jobsOf.getOrDefault(queue, 0);
  }

  long nextSeq() {
    return nextSeq;
  }

  /** Everything of a deleted queue that is to be ended, found once. */
  void sweep(QueueArn queue) {
    var found = new TreeSet<JobId>();
    jobs.sortedJobs().stream()
        .filter(j -> j.spec().queue().equals(queue) && !j.key().isChild())
        .forEach(j -> found.add(j.key().id()));
    jobs.sortedArrays().stream()
        .filter(a -> a.spec().queue().equals(queue))
        .forEach(a -> found.add(a.id()));
    sweeps.put(queue, new ArrayDeque<>(found));
  }
}
