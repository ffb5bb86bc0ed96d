package io.longshore.kit.core;

import java.util.Optional;

/**
 * What a consumer does with a run of numbered messages, given what it has stored. Decided by
 * numbers and lineage alone: offsets, order of arrival and the sender's epoch say nothing.
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

  /** It is from a history that was given up; it still lies about in the topic: drop it. */
  record Stale() implements Reception {}

  /**
   * One of the two ends has lost history: what is stored and what comes do not belong together.
   * This stops the stream loudly; nothing is skipped.
   */
  record Lost(String why) implements Reception {}

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
   * What a record says of the stream as a whole.
   *
   * @param cut everything up to here was acknowledged and is never sent again
   */
  record Sender(Lineage lineage, long cut) {}

  /**
   * Judges whether the sender's history goes on from {@code position}: empty if it does.
   *
   * @return Stale or Lost
   */
  static Optional<Reception> history(Position position, Sender sender) {
    var lineage = sender.lineage();
    boolean fresh = position.equals(Position.NONE);
    if (!fresh && lineage.incarnation() < position.incarnation()) {
      return Optional.of(new Stale());
    }
    if (!fresh && lineage.incarnation() > position.incarnation()) {
      if (lineage.parent() != position.incarnation()) {
        return Optional.of(
            new Lost(
                "incarnation %d was opened from %d, but %d is stored here"
                    .formatted(lineage.incarnation(), lineage.parent(), position.incarnation())));
      }
      if (position.last() > lineage.base()) {
        return Optional.of(
            new Lost(
                "the sender was restored to %d (incarnation %d), but %d is stored here"
                    .formatted(lineage.base(), lineage.incarnation(), position.last())));
      }
    }
    if (sender.cut() > position.last()) {
      return Optional.of(
          new Lost(
              "everything up to %d was acknowledged once, but only %d is stored here"
                  .formatted(sender.cut(), position.last())));
    }
    return Optional.empty();
  }

  /**
   * Judges the run {@code first..last} at {@code position}.
   *
   * @throws IllegalArgumentException if it is no run: numbers start at 1 and first is at most last
   */
  static Reception of(Position position, Sender sender, long first, long last) {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("no run: " + first + ".." + last);
    }
    var broken = history(position, sender);
    if (broken.isPresent()) {
      return broken.get();
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
