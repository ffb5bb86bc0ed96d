package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** How messages are cut into records. */
class RunsPropertiesTest {

  /** Slices cover the run in order, none is empty, none is too large unless it is one message. */
  @Property
  void slicesCoverTheRun(
      @ForAll List<@IntRange(min = 0, max = 200) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 500) int limit) {
    var slices = Runs.split(sizes, limit);
    int at = 0;
    for (Runs.Slice slice : slices) {
      assertThat(slice.from()).isEqualTo(at);
      assertThat(slice.to()).isGreaterThan(slice.from());
      at = slice.to();
      int bytes =
          sizes.subList(slice.from(), slice.to()).stream()
              .mapToInt(size -> size + Runs.OVERHEAD)
              .sum();
      assertThat(bytes <= limit || slice.to() - slice.from() == 1).isTrue();
    }
    assertThat(at).isEqualTo(sizes.size());
  }

  /** No two neighbours would fit one record: as few as keep the order. */
  @Property
  void slicesAreAsFewAsCanBe(@ForAll List<@IntRange(min = 0, max = 200) Integer> sizes) {
    var slices = new ArrayList<>(Runs.split(sizes, 300));
    for (int i = 1; i < slices.size(); i++) {
      int together =
          sizes.subList(slices.get(i - 1).from(), slices.get(i).from() + 1).stream()
              .mapToInt(size -> size + Runs.OVERHEAD)
              .sum();
      assertThat(together).isGreaterThan(300);
    }
  }
}
