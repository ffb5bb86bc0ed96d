package io.longshore.scheduler.core.dag;

import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.StateName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** All jobs that are in memory, and who waits for whom. */
public final class JobTable {
  private static final TreeSet<Waiter> NOBODY = new TreeSet<>();

  private final Map<JobKey, Job> jobs = new HashMap<>();
  private final Map<JobId, ArrayJob> arrays = new HashMap<>();
  private final Map<JobKey, TreeSet<Waiter>> waiters = new HashMap<>();
  private final Map<JobId, TreeSet<Waiter>> twins = new HashMap<>();
  private final TreeSet<JobKey> unsettled = new TreeSet<>();
  private final TreeSet<JobId> draining = new TreeSet<>();
  private final TreeSet<JobId> untold = new TreeSet<>();
  private final Map<StateName, Integer> counts = new EnumMap<>(StateName.class);

  /** The job, array child or nothing. */
  public @Nullable Job job(JobKey key) {
    return jobs.get(key);
  }

  public @Nullable ArrayJob array(JobId id) {
    return arrays.get(id);
  }

  public boolean knows(JobId id) {
    return arrays.containsKey(id) || jobs.containsKey(JobKey.whole(id));
  }

  /** What was asked for, null where the job is not in memory. */
  public @Nullable JobSpec spec(JobId id) {
    var array = arrays.get(id);
    if (array != null) {
      return array.spec();
    }
    var job = jobs.get(JobKey.whole(id));
    return job == null ? null : job.spec();
  }

  /** Replaces a job; a cold one leaves. */
  public void put(Job job) {
    var old = jobs.get(job.key());
    if (old != null) {
      count(old.state().name(), -1);
      each(waits(old), d -> unlist(old.spec(), d, old.key().id()));
      unsettled.remove(job.key());
    }
    if (job.cold()) {
      jobs.remove(job.key());
      return;
    }
    jobs.put(job.key(), job);
    count(job.state().name(), 1);
    each(waits(job), d -> enlist(job.spec(), d, job.key().id()));
    if (job.ended()) {
      unsettled.add(job.key());
    }
  }

  /** Replaces an array; a cold one leaves. */
  public void put(ArrayJob array) {
    var old = arrays.get(array.id());
    if (old != null) {
      each(waits(old), d -> unlist(old.spec(), d, old.id()));
      unsettled.remove(JobKey.whole(array.id()));
      draining.remove(array.id());
      untold.remove(array.id());
    }
    if (array.cold() && !array.untold()) {
      arrays.remove(array.id());
      return;
    }
    arrays.put(array.id(), array);
    each(waits(array), d -> enlist(array.spec(), d, array.id()));
    if (array.ended() && !array.settled()) {
      unsettled.add(JobKey.whole(array.id()));
    }
    if (array.drain().active()) {
      draining.add(array.id());
    }
    if (array.untold()) {
      untold.add(array.id());
    }
  }

  /** Who still waits for exactly this end, at most so many. */
  public List<Waiter> waitingFor(JobKey ended, int most) {
    var waiting = new ArrayList<Waiter>();
    for (var waiter : waiters.getOrDefault(ended, NOBODY)) {
      if (waiting.size() >= most) {
        return waiting;
      }
      waiting.add(waiter);
    }
    if (ended.isChild()) {
      for (var waiter : twins.getOrDefault(ended.id(), NOBODY)) {
        if (waiting.size() >= most) {
          return waiting;
        }
        if (waitsForTwin(waiter, ended.index())) {
          waiting.add(waiter);
        }
      }
    }
    return waiting;
  }

  private boolean waitsForTwin(Waiter waiter, int index) {
    var array = arrays.get(waiter.job());
    return array != null && array.twins().get(waiter.dependency()).has(index);
  }

  /** Jobs, arrays and children that have ended, with others still to be told. */
  public SortedSet<JobKey> unsettled() {
    return Collections.unmodifiableSortedSet(unsettled);
  }

  /** Arrays whose children are to be gone over. */
  public SortedSet<JobId> draining() {
    return Collections.unmodifiableSortedSet(draining);
  }

  /** Arrays of which queue-service is to be told. */
  public SortedSet<JobId> untold() {
    return Collections.unmodifiableSortedSet(untold);
  }

  /** Single jobs and array children with a life of their own, by state. */
  public Map<StateName, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /** Arrays in memory. */
  public int arrayCount() {
    return arrays.size();
  }

  /** Everything in memory by key, for what is done once: a queue's deletion, tests. */
  public Collection<Job> sortedJobs() {
    return new TreeMap<>(jobs).values();
  }

  /** All arrays in memory by id. */
  public Collection<ArrayJob> sortedArrays() {
    return new TreeMap<>(arrays).values();
  }

  private void count(StateName name, int by) {
    counts.merge(name, by, Integer::sum);
  }

  private static int waits(Job job) {
    return job.state() instanceof JobState.Pending(_, var unmet) && !job.key().isChild()
        ? unmet
        : 0;
  }

  private static int waits(ArrayJob array) {
    if (array.ended()) {
      return 0;
    }
    var mask = array.unmet();
    for (var d = 0; d < array.twins().size(); d++) {
      mask |= array.twins().get(d).isEmpty() ? 0 : 1 << d;
    }
    return mask;
  }

  private static void each(int mask, IntConsumer consumer) {
    for (var rest = mask; rest != 0; rest &= rest - 1) {
      consumer.accept(Integer.numberOfTrailingZeros(rest));
    }
  }

  private void enlist(JobSpec spec, int dependency, JobId waiter) {
    switch (spec.dependsOn().get(dependency)) {
      case Dependency.OnJob(var key) -> add(waiters, key, new Waiter(waiter, dependency));
      case Dependency.OnTwin(var array) -> add(twins, array, new Waiter(waiter, dependency));
      case Dependency.OnPrevious _ -> {}
    }
  }

  private void unlist(JobSpec spec, int dependency, JobId waiter) {
    switch (spec.dependsOn().get(dependency)) {
      case Dependency.OnJob(var key) -> drop(waiters, key, new Waiter(waiter, dependency));
      case Dependency.OnTwin(var array) -> drop(twins, array, new Waiter(waiter, dependency));
      case Dependency.OnPrevious _ -> {}
    }
  }

  private static <K> void add(Map<K, TreeSet<Waiter>> index, K target, Waiter waiter) {
    index.computeIfAbsent(target, _ -> new TreeSet<>()).add(waiter);
  }

  private static <K> void drop(Map<K, TreeSet<Waiter>> index, K target, Waiter waiter) {
    var of = index.get(target);
    if (of != null && of.remove(waiter) && of.isEmpty()) {
      index.remove(target);
    }
  }
}
