package io.longshore.kit.shell.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.kit.testing.KafkaResource;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ends over real Kafka, each with its own real database. */
class CellRuntimeTest {

  private final Vertx vertx = Vertx.vertx();
  private final Ends ends = new Ends(vertx);

  @BeforeEach
  void start() {
    KafkaResource.delete("there");
    KafkaResource.delete("back");
    KafkaResource.create(1, "there", "back");
  }

  @AfterEach
  void stop() {
    ends.close();
    vertx.closeAndAwait();
  }

  @Test
  void messagesGoThereAndBackInOrder() {
    var left = ends.end("left", "back", "there", "right");
    var right = ends.end("right", "there", "back", "left");
    right.program().echo();
    left.program().say("right", IntStream.range(0, 100).mapToObj(i -> "m" + i).toList());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(left.program().heard()).hasSize(100));
    assertThat(right.program().heard())
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "m" + i).toList());
    assertThat(left.program().heard())
        .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> "re m" + i).toList());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(left.outboxRows()).isZero());
  }
}
