package io.longshore.placement.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longshore.placement.core.LaunchId.Part;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesAndAmountsTest {

  @Test
  void podNameSaysWhichPartAndWhichLaunch() {
    assertThat(new LaunchId(Samples.JOB, new Part.Whole(), 3).podName())
        .isEqualTo("lsh-" + Samples.JOB + "-3");
    assertThat(new LaunchId(Samples.JOB, new Part.Child(7), 1).podName())
        .isEqualTo("lsh-" + Samples.JOB + "-7-1");
    assertThat(new LaunchId(Samples.JOB, new Part.Member(0), 2).podName())
        .isEqualTo("lsh-" + Samples.JOB + "-n0-2");
  }

  @Test
  void foreignNamesAreNotLaunches() {
    assertThat(LaunchId.ofPodName("lsh-web-1")).isEmpty();
    assertThat(LaunchId.ofPodName("lsh-" + Samples.JOB)).isEmpty();
    assertThat(LaunchId.ofPodName("lsh-" + Samples.JOB + "-0")).isEmpty();
  }

  @Test
  void quantitiesAreReadAsKubernetesReadsThem() {
    assertThat(Quantity.millis("250m")).isEqualTo(250);
    assertThat(Quantity.millis("0.25")).isEqualTo(250);
    assertThat(Quantity.millis("2")).isEqualTo(2000);
    assertThat(Quantity.millis("1500000n")).isEqualTo(2);
    assertThat(Quantity.units("64Mi")).isEqualTo(64L << 20);
    assertThat(Quantity.units("1e3")).isEqualTo(1000);
    assertThat(Quantity.units("1E")).isEqualTo(1_000_000_000_000_000_000L);
    assertThat(Quantity.units("123456789012")).isEqualTo(123456789012L);
    assertThatThrownBy(() -> Quantity.units("lots")).hasMessageContaining("lots");
  }

  @Test
  void roomNeverFallsBelowNothing() {
    var has = Amounts.of(Map.of("cpu", "2", "memory", "1Gi", "example.com/fpga", "1"));
    var left = has.less(Amounts.of(Map.of("cpu", "3", "example.com/fpga", "1", "other", "5")));
    assertThat(left).isEqualTo(new Amounts(0, 1L << 30, 0, Map.of("example.com/fpga", 0L)));
  }
}
