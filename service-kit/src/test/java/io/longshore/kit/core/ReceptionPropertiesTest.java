package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Reception.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What a consumer makes of whatever arrives. */
class ReceptionPropertiesTest {

  private static final Sender FIRST = new Sender(Lineage.FIRST, 0);

  private static Reception of(Position position, long first, long last) {
    return Reception.of(position, FIRST, first, last);
  }

  private static Sender opened(long parent, long base) {
    return new Sender(new Lineage(parent + 100, parent, base), 0);
  }

  /** Whatever runs arrive in whatever order: what is taken is 1, 2, 3 … without hole or repeat. */
  @Property
  void takenMessagesAreDense(@ForAll List<@IntRange(min = 1, max = 30) Integer> firsts) {
    Position position = Position.NONE;
    var taken = new ArrayList<Long>();
    for (int first : firsts) {
      long last = first + first % 4;
      if (of(position, first, last) instanceof Reception.Take(int skip)) {
        LongStream.rangeClosed(first + skip, last).forEach(taken::add);
        position = new Position(1, last);
      }
    }
    assertThat(taken)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, position.last()).boxed().toList());
  }

  /** Exactly one verdict, and it says the truth about every number. */
  @Property
  void verdictIsTheTruth(
      @ForAll @LongRange(min = 0, max = 50) long stored,
      @ForAll @LongRange(min = 1, max = 60) long first,
      @ForAll @IntRange(min = 0, max = 9) int more) {
    long last = first + more;
    var position = stored == 0 ? Position.NONE : new Position(1, stored);
    switch (of(position, first, last)) {
      case Reception.Duplicate _ -> assertThat(last).isLessThanOrEqualTo(stored);
      case Reception.Take(int skip) -> {
        assertThat(first + skip).isEqualTo(stored + 1);
        assertThat(last).isGreaterThan(stored);
      }
      case Reception.Gap(long expected) -> {
        assertThat(expected).isEqualTo(stored + 1);
        assertThat(first).isGreaterThan(expected);
      }
      case Reception.Stale _, Reception.Lost _ -> throw new AssertionError("same history");
    }
  }

  /**
   * A sender that loses its last messages, is restored and opened anew: a consumer either stops, or
   * holds exactly the messages of the surviving history.
   */
  @Property
  void restoredHistoryIsFollowedOrTheStreamStops(
      @ForAll @IntRange(min = 0, max = 20) int stored,
      @ForAll @IntRange(min = 0, max = 20) int held,
      @ForAll List<@IntRange(min = 1, max = 30) Integer> firsts) {
    var position = stored == 0 ? Position.NONE : new Position(1, stored);
    var sender = opened(1, held);
    var old = new Position(position.incarnation(), position.last());
    for (int first : firsts) {
      switch (Reception.of(position, sender, first, first)) {
        case Reception.Take(int skip) -> {
          assertThat(skip).isZero();
          assertThat(first).isEqualTo((int) position.last() + 1);
          position = new Position(101, first);
        }
        case Reception.Lost _ -> {
          assertThat(stored).isGreaterThan(held);
          assertThat(position).isEqualTo(old);
        }
        case Reception.Duplicate _, Reception.Gap _ ->
            assertThat(stored).isLessThanOrEqualTo(stored == 0 ? 0 : held);
        case Reception.Stale _ -> throw new AssertionError("a later incarnation");
      }
    }
  }
}
