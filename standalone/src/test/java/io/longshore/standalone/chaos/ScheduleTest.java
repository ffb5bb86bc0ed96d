package io.longshore.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Load and faults follow from the seed, and eight minutes hold every kind of fault. */
class ScheduleTest {

  private static final Duration CI = Duration.ofMinutes(8);

  /** Seven targets three ways, four links two ways, two APIs two ways, Spot, a lost disk. */
  private static final int KINDS = 7 * 3 + 4 * 2 + 2 * 2 + 1 + 1;

  @Test
  void sameSeedIsTheSameRun() {
    assertThat(Schedule.of(7, CI)).isEqualTo(Schedule.of(7, CI));
    assertThat(Schedule.of(7, CI)).isNotEqualTo(Schedule.of(8, CI));
    assertThat(waves(7)).isEqualTo(waves(7)).isNotEqualTo(waves(8));
  }

  @Test
  void everyKindStrikesInEightMinutes() {
    for (long seed = 0; seed < 50; seed++) {
      var kinds =
          Schedule.of(seed, CI).stream()
              .map(strike -> strike.fault().kind())
              .filter(kind -> !kind.contains("standby"))
              .collect(Collectors.toSet());
      assertThat(kinds).as("seed %d", seed).hasSize(KINDS);
    }
  }

  @Test
  void longRunOwesEveryKindAndSaysWhichIsMissing() {
    var kinds =
        new HashSet<>(Schedule.of(1, CI).stream().map(strike -> strike.fault().kind()).toList());
    assertThat(Schedule.missing(CI, List.of())).hasSize(KINDS);
    assertThat(Schedule.missing(CI, kinds)).isEmpty();
    kinds.remove("spot interruption");
    kinds.remove("pause queue");
    assertThat(Schedule.missing(CI, kinds)).containsExactly("pause queue", "spot interruption");
    assertThat(Schedule.missing(CI.minusSeconds(1), List.of())).isEmpty();
  }

  @Test
  void pausesOutliveTheLease() {
    for (var strike : Schedule.of(3, Duration.ofHours(1))) {
      if (strike.fault() instanceof Fault.Pause(_, var length)) {
        assertThat(length).isGreaterThan(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void strikesComeInOrderAndInTime() {
    var times = Schedule.of(5, CI).stream().map(Schedule.Strike::at).toList();
    assertThat(times).isSorted().allSatisfy(at -> assertThat(at).isLessThan(CI));
  }

  private static Object waves(long seed) {
    var load = new Load(seed);
    return IntStream.range(0, 100).mapToObj(_ -> load.next()).toList();
  }
}
