package io.longshore.simulation.promise;

import io.longshore.placement.core.LaunchId;
import io.longshore.simulation.work.Book;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Promise 4: no more attempts than the retry rules allow, and each of them runs once. */
public final class AttemptsCounted extends Promise {

  private final Book book;
  private final Map<String, TreeMap<Integer, String>> attempts = new HashMap<>();
  private long started;

  /** Of the jobs in this book. */
  public AttemptsCounted(Book book) {
    super("promise 4, attempts are counted");
    this.book = book;
  }

  @Override
  public void started(LaunchId launch, int attempt, String machine) {
    started++;
    var job = book.job(launch.jobId());
    String name = NeverTwice.job(launch);
    var known = attempts.computeIfAbsent(name, _ -> new TreeMap<>());
    String before = known.put(attempt, launch.podName());
    if (before != null && !before.equals(launch.podName())) {
      throw broken(
          launch + " runs attempt " + attempt + " of " + name + " as " + before + " has",
          name,
          launch);
    }
    if (job != null && (known.size() > job.attempts() || attempt > job.attempts())) {
      throw broken(
          launch + " is attempt " + attempt + ", allowed are " + job.attempts(), name, launch);
    }
  }

  /** Attempts that ran. */
  public long count() {
    return started;
  }
}
