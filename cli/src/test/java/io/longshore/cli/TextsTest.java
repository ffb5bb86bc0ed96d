package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void aTableIsAsWideAsItsContents() {
    String text =
        new Table("A", "LONG HEADER", "C").row("a-long-value", "x", "").row("b", "", "y").render();
    assertThat(text.lines())
        .containsExactly(
            "A             LONG HEADER  C", "a-long-value  x", "b                          y");
  }

  @Test
  void aUsersTextCannotDriveTheTerminal() {
    assertThat(new Table("A").row("\u001b[31mred\r\nnext @|bold x|@").render())
        .isEqualTo("A\n[31mred next @ |bold x|@");
  }

  @Test
  void lengthsOfTimeAreShort() {
    assertThat(Human.length(Duration.ofMillis(0))).isEqualTo("0.0s");
    assertThat(Human.length(Duration.ofMillis(940))).isEqualTo("0.9s");
    assertThat(Human.length(Duration.ofSeconds(59))).isEqualTo("59s");
    assertThat(Human.length(Duration.ofSeconds(200))).isEqualTo("3m20s");
    assertThat(Human.length(Duration.ofHours(5))).isEqualTo("5h");
    assertThat(Human.length(Duration.ofHours(52))).isEqualTo("2d4h");
  }

  @Test
  void lengthsOfTimeAreRead() {
    assertThat(Durations.parse("90")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
    assertThat(Durations.parse("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(Durations.parse("7d")).isEqualTo(Duration.ofDays(7));
    assertThatThrownBy(() -> Durations.parse("soon")).hasMessageContaining("soon");
  }

  @Test
  void arnsAreCutToTheirName() {
    assertThat(Human.shortName("arn:aws:batch:us-east-1:0:job-definition/wc:3")).isEqualTo("wc:3");
    assertThat(Human.shortName("wc:3")).isEqualTo("wc:3");
    assertThat(Human.pairs(Map.of("b", "2", "a", "1"))).isEqualTo("a=1, b=2");
  }
}
