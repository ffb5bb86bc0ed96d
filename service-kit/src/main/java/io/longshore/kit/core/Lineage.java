package io.longshore.kit.core;

/**
 * Which history the numbers of a stream belong to. Numbers run on when a database fails over
 * without loss; after a restore that lost history an operator opens a new incarnation from what is
 * left.
 *
 * @param incarnation higher for every opening, never given twice
 * @param parent the incarnation that it was opened from, 0 for the first
 * @param base the last number of the parent that the restored database held: both histories agree
 *     up to it and on nothing behind it
 */
public record Lineage(long incarnation, long parent, long base) {

  /** A stream whose database has never lost anything. */
  public static final Lineage FIRST = new Lineage(1, 0, 0);

  /** Refuses what no opening makes. */
  public Lineage {
    if (incarnation < 1 || parent < 0 || parent >= incarnation || base < 0) {
      throw new IllegalArgumentException("no lineage: " + incarnation + "/" + parent + "/" + base);
    }
  }
}
