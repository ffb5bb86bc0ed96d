package io.longshore.kit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.RoundClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TurnsPropertiesTest {

  @Property
  void everyMessageIsWorkedOnOnceInOrderHoweverOftenItArrives(
      @ForAll List<@IntRange(min = 1, max = 20) Integer> firsts) {
    var all = new Assembly((_, _) -> {});
    var rounds = new Turns(all, new RoundClock(Instant.EPOCH, Instant.EPOCH, 0), 0);
    rounds.committed(rounds.load(0), Optional.empty());
    rounds.arrived(List.of(new Arrival.CompactedRead()), 0);
    long seen = 0;
    for (int first : firsts) {
      rounds.arrived(List.of(TurnsTest.messages(first, 4)), 0);
      var round = rounds.next(0);
      if (round.isPresent()) {
        for (long number : TurnsTest.numbers(round.get())) {
          assertThat(number).isEqualTo(++seen);
        }
        rounds.committed(round.get(), Optional.empty());
      }
    }
  }
}
