package io.longshore.standalone.demo;

import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.standalone.demo.Claim.Finding;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Urgent jobs go first: from the round in which one became RUNNABLE up to its own dispatch, no
 * routine job was dispatched. All of them have one shape. Within a round the order of the record
 * decides, which is the order in which the scheduler dispatched.
 *
 * @param changes everything that the scheduler committed, in its order
 * @param urgent ids of the urgent jobs
 */
record PriorityClaim(List<JobChange> changes, Set<String> urgent) {

  static final String WHAT = "urgent jobs are dispatched before routine jobs of their shape";

  static Finding check(List<JobChange> changes, Collection<String> urgent) {
    return new PriorityClaim(changes, Set.copyOf(urgent)).look();
  }

  private Finding look() {
    int waited = 0;
    long overtaken = 0;
    long after = 0;
    for (var id : urgent) {
      var dispatched = first(id, JobState.JOB_STATE_STARTING);
      if (dispatched.isEmpty()) {
        return new Finding(false, id + " was never dispatched");
      }
      int mine = dispatched.getAsInt();
      long from = round(first(id, JobState.JOB_STATE_RUNNABLE).orElse(mine));
      waited += from < round(mine) ? 1 : 0;
      overtaken += routine(other -> other < mine && round(other) >= from);
      after = Math.max(after, routine(other -> other > mine));
    }
    // Where nothing waited, or nothing was left behind, it would hold for want of a contest.
    boolean contest = waited > 0 && after > 0;
    return new Finding(
        contest && overtaken == 0,
        "%d of %d had to wait for room, %d routine jobs dispatched in between, %d afterwards"
            .formatted(waited, urgent.size(), overtaken, after));
  }

  /** Where in the record a job first came to this state. */
  private OptionalInt first(String id, JobState state) {
    return IntStream.range(0, changes.size())
        .filter(at -> changes.get(at).getJobId().equals(id) && changes.get(at).getState() == state)
        .findFirst();
  }

  private long round(int position) {
    return changes.get(position).getRound();
  }

  /** Dispatches of other jobs at such positions. */
  private long routine(IntPredicate where) {
    return IntStream.range(0, changes.size())
        .filter(at -> changes.get(at).getState() == JobState.JOB_STATE_STARTING)
        .filter(at -> !urgent.contains(changes.get(at).getJobId()))
        .filter(where)
        .count();
  }
}
