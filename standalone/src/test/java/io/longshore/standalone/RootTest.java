package io.longshore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** File names mean what they mean where the user called. */
class RootTest {

  @AfterEach
  void forget() {
    System.clearProperty("longshore.caller");
  }

  @Test
  void aRelativeNameBeginsWhereTheUserCalled() {
    System.setProperty("longshore.caller", "/home/user/work");
    assertThat(Root.named(Path.of("../state"))).isEqualTo(Path.of("/home/user/state"));
    assertThat(Root.named(Path.of("/tmp/state"))).isEqualTo(Path.of("/tmp/state"));
  }

  @Test
  void withoutAWordFromTheScriptItBeginsInTheWorkingDirectory() {
    assertThat(Root.named(Path.of("state"))).isEqualTo(Path.of("state").toAbsolutePath());
  }
}
