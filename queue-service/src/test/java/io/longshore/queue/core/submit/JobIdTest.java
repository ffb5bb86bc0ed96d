package io.longshore.queue.core.submit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {

  private static final String UUID = "0b2c9a3e-1111-4222-8333-444455556666";

  @ParameterizedTest
  @ValueSource(strings = {UUID, UUID + ":7", UUID + "#0"})
  void idsReadAsTheyAreWritten(String text) {
    assertThat(JobId.parse(text)).get().hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", UUID + ":", UUID + ":a", UUID + "#1:2", UUID + ":12345678"})
  void otherTextsAreNoIds(String text) {
    assertThat(JobId.parse(text)).isEmpty();
  }

  @Test
  void onlyAWholeJobIsWhole() {
    assertThat(JobId.of(UUID).whole()).isTrue();
    assertThat(JobId.child(UUID, 3).whole()).isFalse();
  }
}
