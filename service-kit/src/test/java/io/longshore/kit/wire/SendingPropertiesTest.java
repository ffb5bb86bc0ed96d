package io.longshore.kit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Lineage;
import io.longshore.kit.core.Reception;
import io.longshore.kit.core.Reception.Position;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SendingPropertiesTest {

  @Property(tries = 200)
  void whateverFailsEverythingArrivesInOrderAndIsCutOnceItIsStored(@ForAll long seed) {
    var dice = new Random(seed);
    var rigged = new SendingRig();
    long stored = 0;
    int read = 0;
    for (int turn = 0; turn < 400; turn++) {
      boolean calm = turn >= 150;
      rigged.fails = _ -> !calm && dice.nextInt(8) == 0;
      if (!calm && dice.nextInt(3) == 0) {
        rigged.given.merge("queue", 2L, Long::sum);
      }
      rigged.now += dice.nextInt(1_000);
      rigged.pass();
      for (; read < rigged.kafka.size(); read++) {
        // A broker may lose what it had confirmed.
        if (calm || dice.nextInt(5) > 0) {
          stored = received(stored, rigged.kafka.get(read));
        }
      }
      if (dice.nextInt(4) == 0) {
        rigged.acked("queue", stored);
      }
      assertThat(rigged.cut.getOrDefault("queue", 0L)).isLessThanOrEqualTo(stored);
    }
    long given = rigged.given.getOrDefault("queue", 0L);
    assertThat(stored).isEqualTo(given);
    assertThat(rigged.cut.getOrDefault("queue", 0L)).isEqualTo(given);
  }

  private static long received(long stored, StreamRecord record) {
    if (record.getMessagesCount() == 0) {
      return stored;
    }
    var sender = new Reception.Sender(Lineage.FIRST, record.getCut());
    var position = stored == 0 ? Position.NONE : new Position(1, stored);
    return switch (Reception.of(position, sender, record.getFirst(), record.getLast())) {
      case Reception.Take _ -> record.getLast();
      case Reception.Duplicate _, Reception.Gap _ -> stored;
      case Reception.Stale _, Reception.Lost _ -> throw new AssertionError(record);
    };
  }
}
