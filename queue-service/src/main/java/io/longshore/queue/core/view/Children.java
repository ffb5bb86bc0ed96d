package io.longshore.queue.core.view;

import io.longshore.kit.core.Check;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The children of an array that have no row of their own, as their parent's last change shows them.
 * A child that has a row is what its row says: the row is the newer of the two.
 *
 * @param size number of children
 * @param parent where the parent stands
 * @param pending bit i: child i was PENDING
 * @param runnable bit i: child i was RUNNABLE
 */
public record Children(int size, JobStatus parent, BitSet pending, BitSet runnable) {

  /** Refuses a size that no array has. */
  public Children {
    Check.that(size >= 1, "an array of %s children", size);
  }

  /** Whether there is a child of this index. */
  public boolean has(int index) {
    return index >= 0 && index < size;
  }

  /**
   * Where child {@code index} stands if it has no row: a bit says so while the parent goes on;
   * after the parent's end it ended without ever having started, like the parent.
   */
  public JobStatus unstarted(int index) {
    Check.that(has(index), "child %s of an array of %s", index, size);
    if (parent.isFinal()) {
      return parent;
    }
    if (runnable.get(index)) {
      return JobStatus.RUNNABLE;
    }
    return pending.get(index) ? JobStatus.PENDING : JobStatus.SUBMITTED;
  }

  /**
   * A page of children of one status, by index.
   *
   * @param more whether there are others behind it
   */
  public record Page(List<Integer> indexes, boolean more) {}

  /**
   * The children of a status behind an index.
   *
   * @param rows status of the children that have a row
   * @param after index of the last child of the page before, -1 for the first page
   */
  public Page page(Map<Integer, JobStatus> rows, @Nullable JobStatus wanted, int after, int limit) {
    var found = new ArrayList<Integer>();
    for (int index = after + 1; index < size; index++) {
      JobStatus row = rows.get(index);
      JobStatus status = row != null ? row : unstarted(index);
      if (wanted == null || status == wanted) {
        if (found.size() == limit) {
          return new Page(List.copyOf(found), true);
        }
        found.add(index);
      }
    }
    return new Page(List.copyOf(found), false);
  }
}
