package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.explain.Explanation.Awaited;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.StateName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which other jobs a job waits for. */
final class Dependencies {
  private final View view;

  Dependencies(View view) {
    this.view = view;
  }

  /** Of a job; {@code array} is its parent, if it has one. */
  Finding of(Job job, @Nullable ArrayJob array) {
    var awaited = awaited(job, array);
    var words = words(awaited);
    if (!job.wish().isNone()) {
      words += "; it ends once they have: " + job.wish().reason();
    }
    return Finding.awaiting(awaited, words);
  }

  /** Of an array as a whole; empty if it waits for none. */
  Optional<Finding> of(ArrayJob array) {
    var awaited = awaitedByAll(array);
    return awaited.isEmpty()
        ? Optional.empty()
        : Optional.of(Finding.awaiting(awaited, words(awaited)));
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
    return knownState(key).orElse(StateName.PENDING);
  }

  private Optional<StateName> knownState(JobKey key) {
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
}
