package io.longshore.scheduler.core.share;

import java.time.Instant;
import java.util.Comparator;

/**
 * A place in a FIFO queue: retried jobs first, then by the time of becoming RUNNABLE, then in the
 * order of submission.
 *
 * @param front it ran before
 * @param since when it became RUNNABLE
 * @param seq order of submission
 * @param index the child's index, of a wave the first one's
 */
public record Turn(boolean front, Instant since, long seq, int index) implements Comparable<Turn> {
  private static final Comparator<Turn> ORDER =
      Comparator.comparing((Turn t) -> !t.front)
          .thenComparing(Turn::since)
          .thenComparingLong(Turn::seq)
          .thenComparingInt(Turn::index);

  @Override
  public int compareTo(Turn other) {
    return ORDER.compare(this, other);
  }
}
