package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.dag.Drain;
import io.longshore.scheduler.core.dag.PastOutcome;
import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.fit.Environment;
import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobEvent;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Wish;
import io.longshore.scheduler.core.share.Queue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Decides what queue-service sends. */
final class Commands {
  /** How a dependency stands when a job that names it arrives. */
  private enum Standing {
    OPEN,
    WELL,
    BADLY
  }

  private final Round round;
  private final State state;
  private final Jobs jobs;
  private final FollowUps followUps;
  private final Hosts hosts;

  Commands(Round round, Jobs jobs, FollowUps followUps, Hosts hosts) {
    this.round = round;
    this.state = round.state;
    this.jobs = jobs;
    this.followUps = followUps;
    this.hosts = hosts;
  }

  void decide(Input.Command command) {
    switch (command) {
      case Input.Submit submit -> submit(submit);
      case Input.Cancel(var job, var reason) ->
          followUps.wish(job, new Wish(Wish.Kind.CANCEL, reason));
      case Input.Terminate(var job, var reason) ->
          followUps.wish(job, new Wish(Wish.Kind.TERMINATE, reason));
      case Input.Forget(var ids) -> ids.forEach(this::forget);
      case Input.QueueEntry(var queue) -> queue(queue);
      case Input.EnvironmentEntry(var environment) -> environment(environment);
      case Input.DeclareLost lost -> hosts.declaredLost(lost);
    }
  }

  private void submit(Input.Submit submit) {
    if (state.jobs.knows(submit.job())) {
      round.ignore(submit.job(), "submitted already");
      return;
    }
    var asked =
        new JobSpec(
            submit.queue(),
            state.nextSeq(),
            submit.createdAt(),
            submit.shape(),
            submit.retry(),
            submit.timeout(),
            submit.dependsOn(),
            submit.arraySize(),
            submit.undispatchable());
    var spec = state.shared.of(asked);
    round.put(new Change.PayloadKept(submit.job()));
    if (spec.isArray()) {
      submitArray(submit.job(), spec);
    } else {
      submitSingle(submit.job(), spec);
    }
    var queue = state.queues.get(submit.queue());
    if (queue == null || queue.deleted()) {
      followUps.queueDeleted(submit.job());
    }
  }

  private void submitSingle(JobId id, JobSpec spec) {
    var unmet = 0;
    var failed = false;
    for (var d = 0; d < spec.dependsOn().size(); d++) {
      var standing = standing(spec.dependsOn().get(d));
      unmet |= standing == Standing.OPEN ? 1 << d : 0;
      failed |= standing == Standing.BADLY;
    }
    var job = Job.submitted(JobKey.whole(id), spec, round.now);
    jobs.apply(job, new JobEvent.Arrived(unmet, failed));
  }

  private void submitArray(JobId id, JobSpec spec) {
    var unmet = 0;
    var failed = false;
    var twins = new ArrayList<Bits>();
    var lost = new BitSet();
    for (var d = 0; d < spec.dependsOn().size(); d++) {
      var dependency = spec.dependsOn().get(d);
      if (dependency instanceof Dependency.OnTwin(var other)) {
        twins.add(openTwins(other, spec.arraySize(), lost));
        continue;
      }
      twins.add(Bits.NONE);
      var standing = standing(dependency);
      unmet |= standing == Standing.OPEN ? 1 << d : 0;
      failed |= standing == Standing.BADLY;
    }
    // Ten thousand twins may have failed: their children fail within the rounds' limits.
    var array = ArrayJob.submitted(id, spec, unmet, twins, round.now);
    array = array.draining(array.drain().dooming(Bits.of(lost)));
    arrived(failed ? array.draining(array.drain().breakBy(Drain.Broken.DEPENDENCY)) : array);
  }

  private void arrived(ArrayJob array) {
    if (array.drain().broken() == Drain.Broken.NO) {
      var ready = new BitSet(array.size());
      for (var i = 0; i < array.size(); i++) {
        ready.set(i, !array.childWaits(i));
      }
      array = array.ready(Bits.of(ready), round.now, round.limits.maxWaves());
    }
    jobs.tell(array);
  }

  /**
   * Children whose twin has not ended; children whose twin ended badly are added to {@code lost}.
   */
  private Bits openTwins(JobId other, int size, BitSet lost) {
    var array = state.jobs.array(other);
    if (array != null) {
      array.failed().each(lost::set);
      return Bits.all(size).andNot(array.succeeded()).andNot(array.failed());
    }
    var past = round.past.getOrDefault(other, PastOutcome.FORGOTTEN);
    Bits.all(size).andNot(past.children()).each(lost::set);
    return Bits.NONE;
  }

  private Standing standing(Dependency dependency) {
    return switch (dependency) {
      case Dependency.OnPrevious _ -> Standing.WELL;
      case Dependency.OnTwin(var array) -> standing(JobKey.whole(array));
      case Dependency.OnJob(var key) -> standing(key);
    };
  }

  private Standing standing(JobKey key) {
    var array = state.jobs.array(key.id());
    if (array != null && key.isChild()) {
      if (array.childEnded(key.index())) {
        return array.succeeded().has(key.index()) ? Standing.WELL : Standing.BADLY;
      }
      return key.index() < array.size() ? Standing.OPEN : Standing.BADLY;
    }
    if (array != null) {
      return standing(array.state());
    }
    var job = state.jobs.job(key);
    if (job != null) {
      return standing(job.state());
    }
    var past = round.past.getOrDefault(key.id(), PastOutcome.FORGOTTEN);
    var well = key.isChild() ? past.childSucceeded(key.index()) : past.succeeded();
    return well ? Standing.WELL : Standing.BADLY;
  }

  private static Standing standing(JobState jobState) {
    if (!jobState.ended()) {
      return Standing.OPEN;
    }
    return jobState instanceof JobState.Succeeded ? Standing.WELL : Standing.BADLY;
  }

  private void forget(JobId id) {
    if (state.jobs.knows(id)) {
      round.ignore(id, "not ended, or still needed: not forgotten");
    } else {
      round.put(new Change.JobGone(id));
    }
  }

  private void queue(Queue queue) {
    var known = state.queues.get(queue.arn());
    if (known == null ? queue.deleted() : known.version() >= queue.version() || known.deleted()) {
      round.ignore(queue.arn(), "nothing new");
      return;
    }
    if (!queue.deleted()) {
      round.put(new Change.QueuePut(queue));
      return;
    }
    round.put(new Change.QueuePut(known.delete(queue.version())));
    state.sweep(queue.arn());
  }

  private void environment(Environment environment) {
    var known = state.environments.get(environment.arn());
    if (known == null
        ? environment.deleted()
        : known.version() >= environment.version() || (known.deleted() && known.heardOf())) {
      round.ignore(environment.arn(), "nothing new");
      return;
    }
    var next = environment.deleted() ? known.delete(environment.version()) : environment;
    round.put(new Change.EnvironmentPut(next));
    if (known == null || !known.heardOf()) {
      hosts.environmentKnown(next);
    }
    if (next.deleted()) {
      for (var instance : List.copyOf(state.instances.of(next.arn()))) {
        if (instance.state() instanceof InstanceState.Coming) {
          hosts.release(instance, "environment deleted");
        }
      }
      hosts.environmentEmpty(next.arn());
    }
  }
}
