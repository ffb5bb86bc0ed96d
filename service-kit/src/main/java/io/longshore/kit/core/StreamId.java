package io.longshore.kit.core;

/** A stream of numbered messages from one end to another in one cell. */
public record StreamId(String from, String to, int cell) implements Comparable<StreamId> {

  /** Refuses empty ends and negative cells. */
  public StreamId {
    if (from.isEmpty() || to.isEmpty() || cell < 0) {
      throw new IllegalArgumentException("not a stream: " + from + " to " + to + " in " + cell);
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static StreamId parse(String text) {
    int arrow = text.indexOf('>');
    int hash = text.lastIndexOf('#');
    if (arrow < 0 || hash < arrow) {
      throw new IllegalArgumentException("not a stream: " + text);
    }
    int cell = Integer.parseInt(text.substring(hash + 1));
    return new StreamId(text.substring(0, arrow), text.substring(arrow + 1, hash), cell);
  }

  @Override
  public int compareTo(StreamId other) {
    int byFrom = from.compareTo(other.from);
    if (byFrom != 0) {
      return byFrom;
    }
    int byTo = to.compareTo(other.to);
    return byTo != 0 ? byTo : Integer.compare(cell, other.cell);
  }

  @Override
  public String toString() {
    return from + ">" + to + "#" + cell;
  }
}
