package io.longshore.kit.wire;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Inputs that were in a round that failed. Each is tried alone, in order; one that fails twice
 * alone is put aside. Pure bookkeeping.
 */
final class Suspects {

  private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
  private @Nullable Batch failedOnce;

  /** What follows a failure. */
  enum Verdict {
    /** Each input alone. */
    ALONE,
    /** The same input once more. */
    ONCE_MORE,
    /** It failed twice alone: put it aside. */
    ASIDE,
    /** There was no input: the time alone makes it fail. */
    NO_INPUT
  }

  /** {@code batch} made the step fail. */
  Verdict failed(Batch batch) {
    if (batch.isEmpty()) {
      return Verdict.NO_INPUT;
    }
    if (batch.size() > 1) {
      var singles = batch.singles();
      for (int i = singles.size() - 1; i >= 0; i--) {
        waiting.addFirst(singles.get(i));
      }
      return Verdict.ALONE;
    }
    if (batch.equals(failedOnce)) {
      failedOnce = null;
      return Verdict.ASIDE;
    }
    // The round may have carried offsets too; alone it is only itself.
    Batch single = batch.singles().getFirst();
    failedOnce = single;
    waiting.addFirst(single);
    return Verdict.ONCE_MORE;
  }

  /** The next to be tried alone. */
  @Nullable Batch next() {
    return waiting.poll();
  }

  /** Whether none waits. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** All that wait. */
  List<Batch> waiting() {
    return List.copyOf(waiting);
  }

  /** Drops what waits and matches: its stream was stopped. */
  void dropIf(Predicate<Batch> matches) {
    waiting.removeIf(matches);
  }
}
