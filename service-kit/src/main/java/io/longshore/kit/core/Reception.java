package io.longshore.kit.core;

/**
 * What a consumer does with a run of numbered messages, given what it has stored. Decided by
 * numbers alone: offsets, order of arrival and the sender's epoch say nothing.
 */
public sealed interface Reception {

  /** Everything in it was stored before: drop it. */
  record Duplicate() implements Reception {}

  /**
   * It continues the stream: leave out its first {@code skip} messages, they were stored before.
   */
  record Take(int skip) implements Reception {}

  /** Messages from {@code expected} on are missing: the sender sends them again. */
  record Gap(long expected) implements Reception {}

  /**
   * Numbers of another incarnation are never compared: an operator has to say what was lost. This
   * stops the stream loudly.
   */
  record Alien(long known, long got) implements Reception {}

  /** Where a consumer stands in a stream. A new stream stands at 0 of whatever incarnation. */
  record Position(long incarnation, long last) {

    /** Nothing stored yet. */
    public static final Position NONE = new Position(0, 0);

    /** Refuses numbers below 0. */
    public Position {
      if (incarnation < 0 || last < 0) {
        throw new IllegalArgumentException("no position: " + incarnation + "/" + last);
      }
    }
  }

  /**
   * Judges the run {@code first..last} of {@code incarnation} at {@code position}.
   *
   * @throws IllegalArgumentException if it is no run: numbers start at 1 and first is at most last
   */
  static Reception of(Position position, long incarnation, long first, long last) {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("no run: " + first + ".." + last);
    }
    boolean fresh = position.equals(Position.NONE);
    if (!fresh && incarnation != position.incarnation()) {
      return new Alien(position.incarnation(), incarnation);
    }
    if (last <= position.last()) {
      return new Duplicate();
    }
    if (first > position.last() + 1) {
      return new Gap(position.last() + 1);
    }
    return new Take(Math.toIntExact(position.last() + 1 - first));
  }
}
