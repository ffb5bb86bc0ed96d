package io.longshore.kit.core;

import java.util.ArrayList;
import java.util.List;

/** Splits a run of messages into records. */
public final class Runs {

  /** A record on an internal topic holds at most so many bytes of messages. */
  public static final int RECORD_BYTES = 512 * 1024;

  /** What a message costs in a record beside its own bytes: a tag and a length. */
  static final int OVERHEAD = 8;

  private Runs() {}

  /** Messages {@code from} (inclusive) to {@code to} (exclusive) of a run. */
  public record Slice(int from, int to) {}

  /**
   * Cuts a run into slices of at most {@code limit} bytes, as few as keep the order. A message that
   * is larger by itself gets a slice of its own: whoever made it had to refuse it.
   */
  public static List<Slice> split(List<Integer> sizes, int limit) {
    var slices = new ArrayList<Slice>();
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < sizes.size(); i++) {
      long cost = (long) sizes.get(i) + OVERHEAD;
      if (i > from && bytes + cost > limit) {
        slices.add(new Slice(from, i));
        from = i;
        bytes = 0;
      }
      bytes += cost;
    }
    if (from < sizes.size()) {
      slices.add(new Slice(from, sizes.size()));
    }
    return List.copyOf(slices);
  }
}
