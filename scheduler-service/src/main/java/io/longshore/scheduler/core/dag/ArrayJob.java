package io.longshore.scheduler.core.dag;

import io.longshore.scheduler.core.job.Dependency;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobSpec;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Wish;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An array job: one record and a few sets of bits, until children get a life of their own at their
 * first launch or end. A child is in exactly one of: a wave, {@link #own}, {@link #succeeded},
 * {@link #failed}, or none of them, which means PENDING; a child that has ended may still be in own
 * until what waited for it has been told.
 *
 * @param id which
 * @param spec what was asked for
 * @param version counts the changes told to queue-service
 * @param state PENDING with the unmet dependencies of all children, until it has ended
 * @param twins for each dependency of the job, the children whose twin has not ended
 * @param waves children that may run, in the order in which they came to
 * @param own children that are kept as jobs
 * @param succeeded children that ended well
 * @param failed children that ended badly
 * @param drain what is to become of the children that have not started
 * @param toldAt when queue-service was last told where the children stand
 * @param untold something has changed since
 * @param settled it has ended and everything that waited for that end has been told
 */
public record ArrayJob(
    JobId id,
    JobSpec spec,
    long version,
    JobState state,
    List<Bits> twins,
    List<Wave> waves,
    Bits own,
    Bits succeeded,
    Bits failed,
    Drain drain,
    Instant toldAt,
    boolean untold,
    boolean settled) {

  public ArrayJob {
    twins = List.copyOf(twins);
    waves = List.copyOf(waves);
  }

  /** As it comes in, with nothing ready. */
  public static ArrayJob submitted(
      JobId id, JobSpec spec, int unmet, List<Bits> twins, Instant now) {
    return new ArrayJob(
        id,
        spec,
        0,
        new JobState.Pending(now, unmet),
        twins,
        List.of(),
        Bits.NONE,
        Bits.NONE,
        Bits.NONE,
        Drain.NONE,
        now,
        true,
        false);
  }

  /** With an equal specification. */
  public ArrayJob with(JobSpec same) {
    return new ArrayJob(
        id, same, version, state, twins, waves, own, succeeded, failed, drain, toldAt, untold,
        settled);
  }

  public int size() {
    return spec.arraySize();
  }

  public Wish wish() {
    return drain.wish();
  }

  public boolean ended() {
    return state.ended();
  }

  /** Every child has ended. */
  public boolean allEnded() {
    return succeeded.count() + failed.count() == size();
  }

  /** It may leave memory; its row stays until it is forgotten. */
  public boolean cold() {
    return settled && ended();
  }

  public boolean childEnded(int index) {
    return succeeded.has(index) || failed.has(index);
  }

  /** The child waits for something and has no life of its own. */
  public boolean childPending(int index) {
    return !own.has(index)
        && !childEnded(index)
        && waves.stream().noneMatch(w -> w.children().has(index));
  }

  /** Something that the child waits for has not ended. */
  public boolean childWaits(int index) {
    return unmet() != 0
        || drain.doomed().has(index)
        || twins.stream().anyMatch(t -> t.has(index))
        || (sequential() && index > 0 && !childEnded(index - 1));
  }

  /** Bit i: dependency i, which binds all children, has not ended. */
  public int unmet() {
    return state instanceof JobState.Pending(_, var unmet) ? unmet : 0;
  }

  public boolean sequential() {
    return spec.dependsOn().stream().anyMatch(Dependency.OnPrevious.class::isInstance);
  }

  /** Children that may run and have no life of their own. */
  public Bits runnable() {
    var all = Bits.NONE;
    for (var wave : waves) {
      all = all.or(wave.children());
    }
    return all;
  }

  /** Children that wait for something and have no life of their own. */
  public Bits pending() {
    return Bits.all(size()).andNot(own).andNot(succeeded).andNot(failed).andNot(runnable());
  }

  /**
   * Children of the set that wait for nothing any more may run. Beyond the bound they join the last
   * wave in its place: nobody in it may lose the turn that he has waited for.
   */
  public ArrayJob ready(Bits children, Instant now, int maxWaves) {
    if (children.isEmpty()) {
      return this;
    }
    var next = new ArrayList<>(waves);
    var last = next.isEmpty() ? null : next.getLast();
    if (last != null && (last.since().equals(now) || next.size() >= maxWaves)) {
      next.set(next.size() - 1, new Wave(last.since(), last.children().or(children)));
    } else {
      next.add(new Wave(now, children));
    }
    return with(next, own, succeeded, failed);
  }

  /** Children get a life of their own. */
  public ArrayJob adopt(Bits children) {
    return with(wavesWithout(children), own.or(children), succeeded, failed);
  }

  /** A child has ended; {@code kept}: what waited for it has not been told yet. */
  public ArrayJob childEnds(int index, boolean well, boolean kept) {
    return with(
        wavesWithout(Bits.of(index)),
        kept ? own.with(index) : own.without(index),
        well ? succeeded.with(index) : succeeded,
        well ? failed : failed.with(index));
  }

  /** An ended child may leave memory. */
  public ArrayJob childSettled(int index) {
    return new ArrayJob(
        id,
        spec,
        version,
        state,
        twins,
        waves,
        own.without(index),
        succeeded,
        failed,
        drain,
        toldAt,
        untold,
        settled);
  }

  public ArrayJob dependencyEnded(int dependency) {
    var next = new JobState.Pending(state.since(), unmet() & ~(1 << dependency));
    return new ArrayJob(
        id, spec, version, next, twins, waves, own, succeeded, failed, drain, toldAt, untold,
        settled);
  }

  public ArrayJob twinEnded(int dependency, int index) {
    var next = new ArrayList<>(twins);
    next.set(dependency, twins.get(dependency).without(index));
    return new ArrayJob(
        id, spec, version, state, next, waves, own, succeeded, failed, drain, toldAt, untold,
        settled);
  }

  /** Nothing of it is dispatched any more until the drain has gone over all children. */
  public ArrayJob draining(Drain next) {
    return new ArrayJob(
        id, spec, version, state, twins, List.of(), own, succeeded, failed, next, toldAt, true,
        settled);
  }

  public ArrayJob drained(int to) {
    return new ArrayJob(
        id,
        spec,
        version,
        state,
        twins,
        waves,
        own,
        succeeded,
        failed,
        drain.to(to, size()),
        toldAt,
        untold,
        settled);
  }

  /** A child with a life of its own moved. */
  public ArrayJob changed() {
    return untold ? this : with(waves, own, succeeded, failed);
  }

  public ArrayJob told(Instant now) {
    return new ArrayJob(
        id,
        spec,
        version + 1,
        state,
        twins,
        waves,
        own,
        succeeded,
        failed,
        drain,
        now,
        false,
        settled);
  }

  public ArrayJob endsAs(JobState end, boolean isSettled) {
    return new ArrayJob(
        id, spec, version, end, twins, waves, own, succeeded, failed, drain, toldAt, true,
        isSettled);
  }

  public ArrayJob settle() {
    return new ArrayJob(
        id, spec, version, state, twins, waves, own, succeeded, failed, drain, toldAt, untold,
        true);
  }

  private List<Wave> wavesWithout(Bits children) {
    var next = new ArrayList<Wave>(waves.size());
    for (var wave : waves) {
      var rest = wave.children().andNot(children);
      if (!rest.isEmpty()) {
        next.add(new Wave(wave.since(), rest));
      }
    }
    return next;
  }

  private ArrayJob with(List<Wave> newWaves, Bits newOwn, Bits newSucceeded, Bits newFailed) {
    return new ArrayJob(
        id,
        spec,
        version,
        state,
        twins,
        newWaves,
        newOwn,
        newSucceeded,
        newFailed,
        drain,
        toldAt,
        true,
        settled);
  }
}
