package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.job.Hold;
import io.longshore.scheduler.core.job.JobKey;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is held for an operator. Few, so they are looked through. */
final class HoldTable {
  private final TreeMap<String, Hold> holds = new TreeMap<>();

  void put(Hold hold) {
    holds.put(hold.source(), hold);
  }

  void remove(String source) {
    holds.remove(source);
  }

  @Nullable Hold get(String source) {
    return holds.get(source);
  }

  /** What holds the job, the first by its message. */
  Optional<Hold> of(JobKey key) {
    return holds.values().stream().filter(hold -> hold.covers(key)).findFirst();
  }

  boolean holds(JobKey key) {
    return !holds.isEmpty() && of(key).isPresent();
  }

  /** All by their messages. */
  Collection<Hold> all() {
    return Collections.unmodifiableCollection(holds.values());
  }
}
