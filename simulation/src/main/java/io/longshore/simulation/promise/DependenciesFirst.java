package io.longshore.simulation.promise;

import io.longshore.placement.core.LaunchId;
import io.longshore.simulation.work.Book;
import java.util.HashSet;
import java.util.Set;

/** Promise 3: no job starts before its dependencies have ended as they must: by exiting with 0. */
public final class DependenciesFirst extends Promise {

  private final Book book;
  private final Set<String> succeeded = new HashSet<>();

  /** Of the jobs in this book. */
  public DependenciesFirst(Book book) {
    super("promise 3, dependencies first");
    this.book = book;
  }

  @Override
  public void stopped(LaunchId launch, int exitCode, String machine) {
    if (exitCode == 0) {
      succeeded.add(NeverTwice.job(launch));
    }
  }

  @Override
  public void started(LaunchId launch, int attempt, String machine) {
    var job = book.job(launch.jobId());
    if (job == null) {
      throw broken(launch + " was never asked for", launch);
    }
    int index = launch.part() instanceof LaunchId.Part.Child(int i) ? i : -1;
    for (var needs : job.needs()) {
      switch (needs.kind()) {
        case SEQUENTIAL -> {
          if (index > 0) {
            demand(launch, launch.jobId() + ":" + (index - 1));
          }
        }
        case N_TO_N -> demand(launch, needs.jobId() + ":" + index);
        case JOB -> whole(launch, needs);
      }
    }
  }

  private void whole(LaunchId launch, Book.Needs needs) {
    var on = book.job(needs.jobId());
    if (on == null || on.size() == 0) {
      demand(launch, needs.jobId());
    } else if (needs.index() >= 0) {
      demand(launch, needs.jobId() + ":" + needs.index());
    } else {
      for (int i = 0; i < on.size(); i++) {
        demand(launch, needs.jobId() + ":" + i);
      }
    }
  }

  private void demand(LaunchId launch, String other) {
    if (!succeeded.contains(other)) {
      throw broken(launch + " starts though " + other + " never exited with 0", launch, other);
    }
  }
}
