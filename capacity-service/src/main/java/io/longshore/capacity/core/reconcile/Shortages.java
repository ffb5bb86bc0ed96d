package io.longshore.capacity.core.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Groups whose launches were refused a short while ago: others are preferred to them. Kept in
 * memory only; a new owner asks once too often and learns it again.
 */
final class Shortages {

  private final Duration period;
  private final Map<String, Instant> refusedAt = new TreeMap<>();

  Shortages(Duration period) {
    this.period = period;
  }

  /** Takes note of {@code failure}, and says whether it is news. */
  boolean note(Seen.Failure failure, Instant now) {
    boolean stale = failure.at().plus(period).isBefore(now);
    var last = Optional.ofNullable(refusedAt.get(failure.group()));
    if (stale || last.filter(at -> !failure.at().isAfter(at)).isPresent()) {
      return false;
    }
    refusedAt.put(failure.group(), failure.at());
    return true;
  }

  /** What is left of the names of the short groups that begin with {@code prefix}. */
  Set<String> after(String prefix, Instant now) {
    var rest = new TreeSet<String>();
    refusedAt.forEach(
        (group, at) -> {
          if (group.startsWith(prefix) && now.isBefore(at.plus(period))) {
            rest.add(group.substring(prefix.length()));
          }
        });
    return rest;
  }

  /** Forgets what no longer counts. */
  void forget(Instant now) {
    refusedAt.values().removeIf(at -> !now.isBefore(at.plus(period)));
  }
}
