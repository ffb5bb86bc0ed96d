package io.longshore.standalone.demo;

import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Urgent jobs go first: from the round in which one became RUNNABLE to the one in which it was
 * dispatched, no routine job was dispatched. All of them have one shape.
 *
 * @param changes everything that the scheduler committed
 * @param urgent ids of the urgent jobs
 */
record PriorityClaim(List<JobChange> changes, Set<String> urgent) {

  static Claim check(List<JobChange> changes, Collection<String> urgent) {
    return new PriorityClaim(changes, Set.copyOf(urgent)).claim();
  }

  private Claim claim() {
    int waited = 0;
    long overtaken = 0;
    long after = 0;
    for (var id : urgent) {
      var runnable = round(id, JobState.JOB_STATE_RUNNABLE);
      var dispatched = round(id, JobState.JOB_STATE_STARTING);
      if (dispatched.isEmpty()) {
        return new Claim(what(), false, id + " was never dispatched");
      }
      long from = runnable.orElse(dispatched.getAsLong());
      waited += from < dispatched.getAsLong() ? 1 : 0;
      overtaken += routine().filter(r -> r >= from && r < dispatched.getAsLong()).count();
      after = Math.max(after, routine().filter(r -> r >= dispatched.getAsLong()).count());
    }
    // Where nothing waited, or nothing was left behind, it would hold for want of a contest.
    boolean contest = waited > 0 && after > 0;
    return new Claim(
        what(),
        contest && overtaken == 0,
        "%d of %d had to wait for room, %d routine jobs dispatched in between, %d afterwards"
            .formatted(waited, urgent.size(), overtaken, after));
  }

  private static String what() {
    return "urgent jobs are dispatched before routine jobs of their shape";
  }

  private OptionalLong round(String id, JobState state) {
    return changes.stream()
        .filter(change -> change.getJobId().equals(id) && change.getState() == state)
        .mapToLong(JobChange::getRound)
        .min();
  }

  /** The rounds of all dispatches of other jobs. */
  private LongStream routine() {
    return changes.stream()
        .filter(change -> !urgent.contains(change.getJobId()))
        .filter(change -> change.getState() == JobState.JOB_STATE_STARTING)
        .mapToLong(JobChange::getRound);
  }
}
