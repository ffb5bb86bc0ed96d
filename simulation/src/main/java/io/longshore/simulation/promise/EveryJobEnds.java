package io.longshore.simulation.promise;

import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.simulation.work.Book;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Promise 1: an acknowledged job reaches SUCCEEDED or FAILED; and what it reached, it has reached
 * for good, in the eyes of users too.
 */
public final class EveryJobEnds extends Promise {

  private final Book book;
  private final Map<String, JobChange> last = new HashMap<>();
  private final List<String> open = new ArrayList<>();
  private int seen;

  /** Of the jobs in this book. */
  public EveryJobEnds(Book book) {
    super("promise 1, every job ends");
    this.book = book;
  }

  @Override
  public void told(String job, JobChange change) {
    var before = last.put(job, change);
    if (before != null && ended(before) && before.getState() != change.getState()) {
      throw broken(job + " was " + before.getState() + " and is " + change.getState(), job);
    }
  }

  private static boolean ended(JobChange change) {
    return change.getState() == JobState.JOB_STATE_SUCCEEDED
        || change.getState() == JobState.JOB_STATE_FAILED;
  }

  /** How many acknowledged jobs have not ended yet. */
  public long open() {
    var acknowledged = book.acknowledged();
    for (; seen < acknowledged.size(); seen++) {
      open.add(acknowledged.get(seen).id());
    }
    open.removeIf(this::ended);
    return open.size();
  }

  private boolean ended(String id) {
    var change = last.get(id);
    return change != null && ended(change);
  }

  @Override
  public void atRest() {
    for (Book.Job job : book.acknowledged()) {
      if (!ended(job.id())) {
        var change = last.get(job.id());
        String state = change == null ? "never heard of" : change.getState().toString();
        throw broken(job.id() + " has not ended: " + state, job.id());
      }
    }
  }
}
