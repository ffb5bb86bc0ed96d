package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Reception.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ReceptionTest {

  private static final Position AT_7 = new Position(1, 7);

  @Test
  void whatWasStoredIsDuplicate() {
    assertThat(of(AT_7, 1, 7)).isEqualTo(new Reception.Duplicate());
    assertThat(of(AT_7, 3, 4)).isEqualTo(new Reception.Duplicate());
  }

  @Test
  void whatFollowsIsTakenWhole() {
    assertThat(of(AT_7, 8, 8)).isEqualTo(new Reception.Take(0));
    assertThat(of(AT_7, 8, 20)).isEqualTo(new Reception.Take(0));
  }

  @Test
  void overlapIsTakenFromTheFirstNewMessage() {
    assertThat(of(AT_7, 5, 8)).isEqualTo(new Reception.Take(3));
    assertThat(of(AT_7, 1, 20)).isEqualTo(new Reception.Take(7));
  }

  @Test
  void whatLiesAheadIsGap() {
    assertThat(of(AT_7, 9, 9)).isEqualTo(new Reception.Gap(8));
    assertThat(of(Position.NONE, 2, 2)).isEqualTo(new Reception.Gap(1));
  }

  private static final Sender FIRST = new Sender(Lineage.FIRST, 0);

  private static Reception of(Position position, long first, long last) {
    return Reception.of(position, FIRST, first, last);
  }

  private static Sender opened(long parent, long base) {
    return new Sender(new Lineage(parent + 100, parent, base), 0);
  }

  @Test
  void incarnationOpenedBehindWhatIsStoredGoesOn() {
    assertThat(Reception.of(AT_7, opened(1, 7), 8, 9)).isEqualTo(new Reception.Take(0));
    assertThat(Reception.of(AT_7, opened(1, 9), 8, 9)).isEqualTo(new Reception.Take(0));
    assertThat(Reception.of(AT_7, opened(1, 20), 21, 22)).isEqualTo(new Reception.Gap(8));
    assertThat(Reception.of(AT_7, opened(1, 7), 5, 7)).isEqualTo(new Reception.Duplicate());
    assertThat(Reception.history(AT_7, opened(1, 7))).isEmpty();
  }

  @Test
  void incarnationThatLacksWhatIsStoredIsLost() {
    for (long first : List.of(1L, 7L, 8L, 9L)) {
      assertThat(Reception.of(AT_7, opened(1, 6), first, first))
          .isEqualTo(
              new Reception.Lost(
                  "the sender was restored to 6 (incarnation 101), but 7 is stored here"));
    }
    assertThat(Reception.history(AT_7, opened(1, 6))).isPresent();
  }

  @Test
  void incarnationOfAnotherParentIsLost() {
    assertThat(Reception.of(AT_7, opened(2, 50), 8, 8))
        .isEqualTo(new Reception.Lost("incarnation 102 was opened from 2, but 1 is stored here"));
  }

  @Test
  void whatLiesAboutOfAnEarlierHistoryIsStale() {
    var later = new Position(101, 7);
    for (long first : List.of(1L, 7L, 8L, 30L)) {
      assertThat(Reception.of(later, FIRST, first, first)).isEqualTo(new Reception.Stale());
    }
    assertThat(Reception.history(later, FIRST)).contains(new Reception.Stale());
  }

  @Test
  void consumerBelowWhatWasCutHasLostHistory() {
    var sender = new Sender(Lineage.FIRST, 9);
    assertThat(Reception.of(AT_7, sender, 10, 10))
        .isEqualTo(
            new Reception.Lost(
                "everything up to 9 was acknowledged once, but only 7 is stored here"));
    assertThat(Reception.history(Position.NONE, sender)).isPresent();
    assertThat(Reception.history(new Position(1, 9), sender)).isEmpty();
  }

  @Test
  void newStreamTakesWhateverIncarnationItFirstSees() {
    assertThat(Reception.of(Position.NONE, opened(4, 0), 1, 3)).isEqualTo(new Reception.Take(0));
  }

  @Test
  void noRunIsRefused() {
    assertThatThrownBy(() -> of(AT_7, 0, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of(AT_7, 5, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Position(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Position(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Lineage(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Lineage(0, 0, 0)).isInstanceOf(IllegalArgumentException.class);
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
