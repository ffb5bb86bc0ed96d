package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Reception.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OutboxCursorTest {

  private static final OutboxCursor AT_5 = OutboxCursor.takeover(5, 0);

  @Test
  void takeoverSendsFromTheOldestUnacknowledged() {
    assertThat(AT_5.next()).isEqualTo(6);
    assertThat(AT_5.waits()).isFalse();
  }

  @Test
  void sendsOnBehindWhatIsSent() {
    assertThat(AT_5.sent(9, 1).next()).isEqualTo(10);
    assertThat(AT_5.sent(9, 1).sent(8, 1).next()).isEqualTo(10);
  }

  @Test
  void failedSendStartsOver() {
    assertThat(AT_5.sent(9, 1).acked(7, 2).failed(3).next()).isEqualTo(8);
  }

  @Test
  void acknowledgementBeyondWhatIsSentSkipsAhead() {
    assertThat(AT_5.acked(8, 1).next()).isEqualTo(9);
  }

  @Test
  void olderAcknowledgementSaysNothing() {
    var cursor = AT_5.sent(9, 1).acked(8, 2);
    assertThat(cursor.acked(7, 3)).isSameAs(cursor);
    assertThat(cursor.acked(8, 3)).isSameAs(cursor);
  }

  @Test
  void noProgressForTenSecondsProbesWithTheOldest() {
    var sent = AT_5.sent(9, 1_000);
    assertThat(sent.tick(10_999)).isSameAs(sent);
    var probe = sent.tick(11_000);
    assertThat(probe.next()).isEqualTo(6);
    assertThat(probe.probing()).isTrue();
    assertThat(probe.waits()).isFalse();
    assertThat(probe.sent(6, 11_001).waits()).isTrue();
  }

  @Test
  void progressPutsOffTheStall() {
    var cursor = AT_5.sent(9, 1_000).acked(6, 9_000);
    assertThat(cursor.tick(18_999).probing()).isFalse();
    assertThat(cursor.tick(19_000).probing()).isTrue();
  }

  @Test
  void acknowledgedProbeGoesOnRightBehindIt() {
    var probe = AT_5.sent(9, 0).tick(10_000).sent(6, 10_001).acked(6, 10_500);
    assertThat(probe.probing()).isFalse();
    assertThat(probe.next()).isEqualTo(7);
  }

  @Test
  void unansweredProbeIsSentAgainEveryTenSeconds() {
    var probe = AT_5.sent(9, 0).tick(10_000).sent(6, 10_001);
    assertThat(probe.tick(20_000).waits()).isTrue();
    assertThat(probe.tick(20_001).next()).isEqualTo(6);
    assertThat(probe.tick(20_001).waits()).isFalse();
  }

  @Test
  void nothingUnderWayNeverStalls() {
    assertThat(AT_5.tick(1_000_000)).isSameAs(AT_5);
    var done = AT_5.sent(9, 1).acked(9, 2);
    assertThat(done.tick(1_000_000)).isSameAs(done);
    assertThat(done.sent(10, 1_000_000).tick(1_000_001).probing()).isFalse();
  }

  /**
   * A sender and a consumer over a channel that loses, wipes, repeats, fails and changes owners:
   * everything arrives once and in order as soon as the channel works for a while.
   */
  @Property(tries = 500)
  void everythingArrivesOverALossyChannel(@ForAll long seed) {
    var random = new Random(seed);
    var world = new Lossy(random);
    for (int i = 0; i < 300; i++) {
      world.step(true);
    }
    for (int i = 0; i < 200; i++) {
      world.step(false);
    }
    assertThat(world.taken)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, world.given).boxed().toList());
    assertThat(world.cursor.acked()).isEqualTo(world.given);
  }

  private static final class Lossy {
    private final Random random;
    private final List<Long> topic = new ArrayList<>();
    private final List<Long> taken = new ArrayList<>();
    private OutboxCursor cursor = OutboxCursor.takeover(0, 0);
    private Position stored = Position.NONE;
    private long given;
    private long cut;
    private int read;
    private long now;

    Lossy(Random random) {
      this.random = random;
    }

    void step(boolean faults) {
      now += 1_000;
      if (faults) {
        given += random.nextInt(3);
        fault();
      }
      while (cursor.next() <= given && !cursor.waits()) {
        topic.add(cursor.next());
        cursor = cursor.sent(cursor.next(), now);
      }
      while (read < topic.size()) {
        long number = topic.get(read++);
        if (Reception.of(stored, new Reception.Sender(Lineage.FIRST, 0), number, number)
            instanceof Reception.Take) {
          taken.add(number);
          stored = new Position(1, number);
        }
      }
      if (!faults || random.nextInt(3) == 0) {
        cursor = cursor.acked(stored.last(), now);
        cut = Math.max(cut, cursor.acked());
      }
      assertThat(cut).isLessThanOrEqualTo(stored.last());
      cursor = cursor.tick(now);
    }

    private void fault() {
      switch (random.nextInt(8)) {
        case 0 -> {
          topic.clear();
          read = 0;
        }
        case 1 -> cursor = OutboxCursor.takeover(cut, now);
        case 2 -> cursor = cursor.failed(now);
        case 3 -> read = 0;
        case 4 -> {
          if (!topic.isEmpty()) {
            topic.remove(random.nextInt(topic.size()));
            read = Math.min(read, topic.size());
          }
        }
        default -> {}
      }
    }
  }
}
