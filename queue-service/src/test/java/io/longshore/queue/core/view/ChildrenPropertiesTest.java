package io.longshore.queue.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Pages of an array's children. */
class ChildrenPropertiesTest {

  @Property(tries = 200)
  void pagesHoldEveryChildOnceWhateverTheirSize(
      @ForAll @IntRange(min = 2, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 50) int limit,
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 199) Integer> rows,
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 199) Integer> runnable) {
    var bits = new BitSet();
    runnable.stream().filter(i -> i < size).forEach(bits::set);
    var stored = new HashMap<Integer, JobStatus>();
    rows.stream().filter(i -> i < size).forEach(i -> stored.put(i, JobStatus.RUNNING));
    var children = new Children(size, JobStatus.PENDING, new BitSet(), bits);
    var seen = new ArrayList<Integer>();
    for (JobStatus status : JobStatus.values()) {
      int after = -1;
      boolean more = true;
      while (more) {
        var page = children.page(stored, status, after, limit);
        assertThat(page.indexes()).hasSizeLessThanOrEqualTo(limit).isSorted();
        seen.addAll(page.indexes());
        more = page.more();
        after = page.indexes().isEmpty() ? after : page.indexes().getLast();
      }
    }
    assertThat(seen).hasSize(size).doesNotHaveDuplicates();
  }
}
