package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longshore.kit.core.Reception.Position;
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
    assertThat(Reception.of(AT_7, 1, 1, 7)).isEqualTo(new Reception.Duplicate());
    assertThat(Reception.of(AT_7, 1, 3, 4)).isEqualTo(new Reception.Duplicate());
  }

  @Test
  void whatFollowsIsTakenWhole() {
    assertThat(Reception.of(AT_7, 1, 8, 8)).isEqualTo(new Reception.Take(0));
    assertThat(Reception.of(AT_7, 1, 8, 20)).isEqualTo(new Reception.Take(0));
  }

  @Test
  void overlapIsTakenFromTheFirstNewMessage() {
    assertThat(Reception.of(AT_7, 1, 5, 8)).isEqualTo(new Reception.Take(3));
    assertThat(Reception.of(AT_7, 1, 1, 20)).isEqualTo(new Reception.Take(7));
  }

  @Test
  void whatLiesAheadIsGap() {
    assertThat(Reception.of(AT_7, 1, 9, 9)).isEqualTo(new Reception.Gap(8));
    assertThat(Reception.of(Position.NONE, 1, 2, 2)).isEqualTo(new Reception.Gap(1));
  }

  @Test
  void otherIncarnationIsNeverCompared() {
    for (long first : List.of(1L, 7L, 8L, 9L)) {
      assertThat(Reception.of(AT_7, 2, first, first)).isEqualTo(new Reception.Alien(1, 2));
    }
  }

  @Test
  void newStreamTakesWhateverIncarnationItFirstSees() {
    assertThat(Reception.of(Position.NONE, 5, 1, 3)).isEqualTo(new Reception.Take(0));
  }

  @Test
  void noRunIsRefused() {
    assertThatThrownBy(() -> Reception.of(AT_7, 1, 0, 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reception.of(AT_7, 1, 5, 4))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Position(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Position(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Whatever runs arrive in whatever order: what is taken is 1, 2, 3 … without hole or repeat. */
  @Property
  void takenMessagesAreDense(@ForAll List<@IntRange(min = 1, max = 30) Integer> firsts) {
    Position position = Position.NONE;
    var taken = new ArrayList<Long>();
    for (int first : firsts) {
      long last = first + first % 4;
      if (Reception.of(position, 1, first, last) instanceof Reception.Take(int skip)) {
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
    switch (Reception.of(position, 1, first, last)) {
      case Reception.Duplicate _ -> assertThat(last).isLessThanOrEqualTo(stored);
      case Reception.Take(int skip) -> {
        assertThat(first + skip).isEqualTo(stored + 1);
        assertThat(last).isGreaterThan(stored);
      }
      case Reception.Gap(long expected) -> {
        assertThat(expected).isEqualTo(stored + 1);
        assertThat(first).isGreaterThan(expected);
      }
      case Reception.Alien _ -> throw new AssertionError("same incarnation");
    }
  }
}
