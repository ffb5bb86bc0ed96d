package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Reception.Sender;
import java.util.List;
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
}
