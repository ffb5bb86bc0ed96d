package io.longshore.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes wrong while a claim is looked at is a claim that does not hold. */
class ClaimTest {

  @Test
  void aWaitInVainIsOffAndSaysWhatWasSeen() {
    var claim =
        Claim.of(
            "it comes",
            () -> {
              Wait.until("it to come", Duration.ZERO, () -> false, () -> "two are left");
              return new Claim.Finding(true, "it came");
            });
    assertThat(claim.holds()).isFalse();
    assertThat(claim.toString())
        .isEqualTo(
            "OFF  it comes: cannot be told: waited 0 s in vain for it to come; two are left");
    var several =
        Claim.all(
            "several",
            () -> {
              throw new IllegalStateException("no");
            });
    assertThat(several).containsExactly(new Claim("several", false, "cannot be told: no"));
    assertThat(Claim.all("several", () -> List.of(claim))).containsExactly(claim);
  }

  @Test
  void theWallTimeIsHeldAgainstItsLimit() {
    var limit = Duration.ofSeconds(120);
    assertThat(DemoRun.inTime(Duration.ofMillis(119_999), limit).holds()).isTrue();
    assertThat(DemoRun.inTime(Duration.ofSeconds(120), limit).toString())
        .startsWith("OFF  all of it took less than 120 s: 120 s");
  }
}
