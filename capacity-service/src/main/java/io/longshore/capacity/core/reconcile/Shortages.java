package io.longshore.capacity.core.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** Whether {@code group} is short. */
  boolean isShort(String group, Instant now) {
    return Optional.ofNullable(refusedAt.get(group))
        .filter(at -> now.isBefore(at.plus(period)))
        .isPresent();
  }

  /** Forgets what no longer counts. */
  void forget(Instant now) {
    refusedAt.values().removeIf(at -> !now.isBefore(at.plus(period)));
  }
}
