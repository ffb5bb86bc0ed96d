package io.longshore.scheduler.core.share;

import java.time.Instant;

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
  @Override
  public int compareTo(Turn other) {
    if (front != other.front) {
      return front ? -1 : 1;
    }
    var bySince = since.compareTo(other.since);
    if (bySince != 0) {
      return bySince;
    }
    return seq == other.seq ? Integer.compare(index, other.index) : Long.compare(seq, other.seq);
  }
}
