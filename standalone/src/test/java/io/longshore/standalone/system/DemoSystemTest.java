package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demonstration, whose own claims are the assertions, run by somebody whose home and
 * environment name another cluster and another cloud.
 */
@Tag("system")
class DemoSystemTest {

  private static final long PATIENCE_SECONDS = 300;

  /**
   * The promise is two minutes on a machine that does nothing else; one of two cores that builds
   * beside it gets twice that. How long it took is printed with the claims.
   */
  private static final String LIMIT = "--within=240";

  @TempDir Path folder;
  @TempDir Path home;

  @Test
  void everyClaimHoldsAndNothingOfTheUserIsTouched() throws Exception {
    try (var hostile = new HostileHome(home);
        var demo = CommandProcess.start(folder, hostile.environment(), "demo", LIMIT)) {
      int code = demo.exit(PATIENCE_SECONDS);
      System.out.println(demo.said());
      assertThat(code).as(demo.said()).isZero();
      assertThat(demo.said())
          .contains("Everything was as promised.", "ok   all of it took less than 240 s")
          .doesNotContain("OFF ");
      assertThat(demo.processes()).isEmpty();
      assertThat(hostile.caught()).as("connections to the hostile addresses").isZero();
      assertThat(hostile.opened()).as("hostile files that somebody opened").isEmpty();
    }
  }
}
