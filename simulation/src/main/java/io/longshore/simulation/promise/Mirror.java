package io.longshore.simulation.promise;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.demand.Instance;
import io.longshore.scheduler.core.fit.Node;
import io.longshore.scheduler.core.fit.Resources;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.round.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the scheduler has committed, kept by other means than its own. */
public final class Mirror {

  final Map<JobId, JobSpec> specs = new HashMap<>();
  final Map<JobKey, Job> jobs = new HashMap<>();
  final Map<JobId, ArrayJob> arrays = new HashMap<>();
  final Map<LaunchId, Launch> launches = new TreeMap<>();
  final Map<String, Node> nodes = new TreeMap<>();
  final Map<String, Instance> instances = new TreeMap<>();
  final Map<String, Resources> reserved = new HashMap<>();

  /** Takes changes over. */
  public void take(List<Change> changes) {
    changes.forEach(this::take);
  }

  private void take(Change change) {
    switch (change) {
      case Change.JobPut(var job) -> {
        jobs.put(job.key(), job);
        specs.putIfAbsent(job.key().id(), job.spec());
      }
      case Change.ArrayPut(var array) -> {
        arrays.put(array.id(), array);
        specs.putIfAbsent(array.id(), array.spec());
      }
      case Change.LaunchPut(var launch) -> {
        reserve(launches.get(launch.id()), -1);
        launches.put(launch.id(), launch);
        reserve(launch, 1);
      }
      case Change.LaunchGone(var id) -> reserve(launches.remove(id), -1);
      case Change.NodePut(var node) -> nodes.put(node.uid().uid(), node);
      case Change.NodeGone(var uid) -> nodes.remove(uid.uid());
      case Change.InstancePut(var instance) -> instances.put(instance.id(), instance);
      case Change.InstanceGone(var id) -> instances.remove(id);
      case Change.JobGone(var id) -> {
        specs.remove(id);
        jobs.remove(JobKey.whole(id));
        arrays.remove(id);
      }
      case Change.PayloadKept _,
          Change.PayloadGone _,
          Change.SupplyPut _,
          Change.QueuePut _,
          Change.QueueGone _,
          Change.EnvironmentPut _,
          Change.EnvironmentGone _,
          Change.HoldPut _,
          Change.HoldGone _ -> {}
    }
  }

  private void reserve(@Nullable Launch launch, int sign) {
    if (launch == null || !launch.holdsRoom()) {
      return;
    }
    var requests = specs.get(launch.id().job().id()).shape().requests();
    reserved.merge(
        launch.place().node().uid(),
        sign > 0 ? requests : Resources.NONE.minus(requests),
        Resources::plus);
  }

  /** Launches in the scheduler's memory. */
  public Map<LaunchId, Launch> launches() {
    return launches;
  }

  /** Nodes in the scheduler's memory. */
  public Map<String, Node> nodes() {
    return nodes;
  }

  /** Instances in the scheduler's memory. */
  public Map<String, Instance> instances() {
    return instances;
  }
}
