package io.longshore.capacity.core.choose;

import static io.longshore.capacity.core.Some.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Amounts;
import org.junit.jupiter.api.Test;

class ReserveTest {

  private static final long MIB = 1L << 20;

  @Test
  void kubeletReservesAsEksImagesLetIt() {
    var reserve = new Reserve(true, 0, 0, 0, 0);
    assertThat(reserve.of(type("m6i.large", 2, 8)).amounts())
        .isEqualTo(Amounts.of(2000 - 70, 8192 * MIB - (11 * 58 + 355) * MIB, 0));
    assertThat(reserve.of(type("m6i.2xlarge", 8, 32)).amounts().vcpuMillis()).isEqualTo(8000 - 90);
  }

  @Test
  void daemonSetsAndTheHypervisorTakeTheirPart() {
    var room = new Reserve(false, 10, 500, 500 * MIB, 4).of(type("m6i.large", 2, 10));
    assertThat(room.amounts()).isEqualTo(Amounts.of(1500, 9 * 1024 * MIB - 500 * MIB, 0));
    assertThat(room.pods()).isEqualTo(54);
  }
}
