package io.longshore.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.standalone.chaos.Recovery.Probe;
import io.longshore.standalone.chaos.Recovery.Struck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recovery ends with the start of the first probe that was acknowledged after the fault. */
class RecoveryTest {

  @Test
  void measuresFromTheFaultToTheNextProbe() {
    var faults =
        List.of(new Struck("kill", 1_000), new Struck("kill", 5_000), new Struck("cut", 90_000));
    var probes = List.of(new Probe("before", 900), new Probe("a", 2_000), new Probe("b", 6_000));
    var ledger = List.of(start("before", 1_500), start("a", 3_000), start("b", 9_000));
    var recovery = Recovery.of(faults, probes, ledger);
    assertThat(recovery.times()).containsOnlyKeys("kill");
    assertThat(recovery.times().get("kill"))
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(recovery.median("kill")).isEqualTo(Duration.ofSeconds(4));
    assertThat(recovery.worst("kill")).isEqualTo(Duration.ofSeconds(4));
  }

  private static Line start(String unit, long millis) {
    return new Line(unit, 1, "pod", "run", Line.What.START, 0, millis);
  }
}
