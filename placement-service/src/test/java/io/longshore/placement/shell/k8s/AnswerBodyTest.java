package io.longshore.placement.shell.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AnswerBodyTest {

  private final AtomicInteger closings = new AtomicInteger();

  @Test
  void closingWhatWasNotReadToItsEndGivesUpTheConnection() throws IOException {
    try (var body = body()) {
      assertThat(body.read()).isEqualTo('a');
      assertThat(body.read(new byte[1])).isOne();
    }
    assertThat(closings).hasValue(1);
  }

  @Test
  void aConnectionThatMayCarryTheNextRequestIsLeftAlone() throws IOException {
    try (var body = body()) {
      assertThat(body.readAllBytes()).hasSize(3);
    }
    try (var body = body()) {
      while (body.read() >= 0) {
        assertThat(closings).hasValue(0);
      }
    }
    assertThat(closings).hasValue(0);
  }

  private AnswerBody body() {
    return new AnswerBody(
        new ByteArrayInputStream(new byte[] {'a', 'b', 'c'}) {
          @Override
          public void close() {
            closings.incrementAndGet();
          }
        });
  }
}
