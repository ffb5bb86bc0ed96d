package io.longshore.simulation.promise;

import io.longshore.placement.core.LaunchId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.LaunchState;
import io.longshore.scheduler.core.round.Change;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Promise 2: two launches of one job never run at once, and none starts after a recorded end. What
 * runs is what runs on machines, not what anybody believes.
 */
public final class NeverTwice extends Promise {

  private final Map<String, String> running = new HashMap<>();
  private final Map<String, Set<String>> byJob = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Set<String> over = new HashSet<>();

  /** Nothing runs yet. */
  public NeverTwice() {
    super("promise 2, never twice");
  }

  static String job(LaunchId launch) {
    return launch.batchId();
  }

  static String job(JobKey key) {
    return key.toString();
  }

  @Override
  public void committed(List<Change> changes, Instant now) {
    for (Change change : changes) {
      switch (change) {
        case Change.LaunchPut(var launch) when launch.state() instanceof LaunchState.Ended ->
            end(launch.id().podName());
        case Change.LaunchGone(var id) -> end(id.podName());
        case Change.JobPut(var job) when job.ended() -> over.add(job(job.key()));
        default -> {}
      }
    }
  }

  private void end(String launch) {
    if (running.containsKey(launch)) {
      throw broken(launch + " is recorded as ended and runs on " + running.get(launch), launch);
    }
    ended.add(launch);
  }

  @Override
  public void started(LaunchId launch, int attempt, String machine) {
    String name = launch.podName();
    if (ended.contains(name)) {
      throw broken(name + " starts on " + machine + " after its end was recorded", name);
    }
    if (over.contains(job(launch))) {
      throw broken(name + " starts on " + machine + " after its job's end", name, job(launch));
    }
    var ofJob = byJob.computeIfAbsent(job(launch), _ -> new TreeSet<>());
    for (String other : ofJob) {
      throw broken(
          name + " starts on " + machine + " while " + other + " runs on " + running.get(other),
          job(launch),
          name,
          other);
    }
    ofJob.add(name);
    running.put(name, machine);
  }

  @Override
  public void stopped(LaunchId launch, int exitCode, String machine) {
    running.remove(launch.podName());
    byJob.getOrDefault(job(launch), new TreeSet<>()).remove(launch.podName());
  }
}
