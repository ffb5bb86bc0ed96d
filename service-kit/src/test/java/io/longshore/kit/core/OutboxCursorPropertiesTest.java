package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Reception.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A cursor over a channel that keeps nothing for sure. */
class OutboxCursorPropertiesTest {

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
