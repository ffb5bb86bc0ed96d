package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.dag.PastOutcome;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.wire.HoldRows;
import io.longshore.scheduler.wire.HostRows;
import io.longshore.scheduler.wire.JobRows;
import io.longshore.scheduler.wire.LaunchRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The tables, as the shell keeps them. */
final class Rows {
  final Map<JobKey, Job> jobs = new TreeMap<>();
  final Map<JobId, ArrayJob> arrays = new TreeMap<>();
  final Map<LaunchId, Change> launches = new TreeMap<>();
  final Map<Object, Change> rest = new HashMap<>();
  final Set<JobId> payloads = new HashSet<>();

  void store(Change change) {
    switch (change) {
      case Change.JobPut(var job) -> jobs.put(job.key(), job);
      case Change.ArrayPut(var array) -> arrays.put(array.id(), array);
      case Change.JobGone(var id) -> {
        jobs.keySet().removeIf(k -> k.id().equals(id));
        arrays.remove(id);
        payloads.remove(id);
      }
      case Change.PayloadKept(var id) -> payloads.add(id);
      case Change.PayloadGone(var id) -> payloads.remove(id);
      case Change.LaunchPut put -> launches.put(put.launch().id(), put);
      case Change.LaunchGone(var id) -> launches.remove(id);
      case Change.HoldGone _,
          Change.NodeGone _,
          Change.InstanceGone _,
          Change.QueueGone _,
          Change.EnvironmentGone _ -> {
        rest.remove(change.key());
        if (change instanceof Change.EnvironmentGone(var arn)) {
          rest.remove(new Change.SupplyKey(arn));
        }
      }
      case Change.HoldPut _,
          Change.NodePut _,
          Change.InstancePut _,
          Change.SupplyPut _,
          Change.QueuePut _,
          Change.EnvironmentPut _ ->
          rest.put(change.key(), change);
    }
  }

  /** Every row goes through the bytes that it is stored as. */
  Cell load(Limits limits, Instant now) {
    var cell = new Cell(limits);
    cell.replayAt(now);
    var ordered = new ArrayList<>(rest.values());
    ordered.stream()
        .filter(c -> !(c instanceof Change.NodePut || c instanceof Change.HoldPut))
        .forEach(c -> cell.replay(read(c)));
    ordered.stream().filter(c -> c instanceof Change.NodePut).forEach(c -> cell.replay(read(c)));
    arrays.values().stream()
        .filter(a -> !a.cold())
        .map(a -> JobRows.readArray(a.id(), a.version(), JobRows.write(a)))
        .forEach(a -> cell.replay(new Change.ArrayPut(a)));
    for (var job : jobs.values()) {
      if (!job.cold()) {
        var parents = job.key().isChild() ? cell.spec(job.key().id()) : null;
        var read = JobRows.readJob(job.key(), job.version(), JobRows.write(job), parents);
        cell.replay(new Change.JobPut(read));
      }
    }
    launches.values().forEach(c -> cell.replay(read(c)));
    ordered.stream().filter(c -> c instanceof Change.HoldPut).forEach(c -> cell.replay(read(c)));
    cell.recovered();
    return cell;
  }

  private static Change read(Change change) {
    return switch (change) {
      case Change.LaunchPut(var launch) ->
          new Change.LaunchPut(LaunchRows.read(launch.id(), LaunchRows.write(launch)));
      case Change.HoldPut(var hold) ->
          new Change.HoldPut(HoldRows.read(hold.source(), HoldRows.write(hold)));
      case Change.NodePut(var node) ->
          new Change.NodePut(HostRows.readNode(node.uid().uid(), HostRows.write(node)));
      case Change.InstancePut(var instance) ->
          new Change.InstancePut(HostRows.readInstance(instance.id(), HostRows.write(instance)));
      case Change.SupplyPut(var supply) ->
          new Change.SupplyPut(
              HostRows.readSupply(supply.environment().arn(), HostRows.write(supply)));
      case Change.QueuePut(var queue) ->
          new Change.QueuePut(HostRows.readQueue(queue.arn().arn(), HostRows.write(queue)));
      case Change.EnvironmentPut(var environment) ->
          new Change.EnvironmentPut(
              HostRows.readEnvironment(environment.arn().arn(), HostRows.write(environment)));
      default -> throw new AssertionError("not a stored row: " + change);
    };
  }

  JobState state(JobKey key) {
    if (!key.isChild() && arrays.containsKey(key.id())) {
      return arrays.get(key.id()).state();
    }
    var job = jobs.get(key);
    if (job != null) {
      return job.state();
    }
    var array = arrays.get(key.id());
    if (array == null) {
      throw new AssertionError("no such job: " + key);
    }
    return Jobs.child(array, key.index()).state();
  }

  PastOutcome outcome(JobId id) {
    var array = arrays.get(id);
    if (array != null) {
      return new PastOutcome(array.state() instanceof JobState.Succeeded, array.succeeded());
    }
    var job = jobs.get(JobKey.whole(id));
    return job == null
        ? PastOutcome.FORGOTTEN
        : new PastOutcome(job.state() instanceof JobState.Succeeded, Bits.NONE);
  }

  List<Job> all() {
    return List.copyOf(jobs.values());
  }
}
