package io.longshore.kit.shell.cell;

import static io.longshore.kit.shell.cell.Ends.record;
import static io.longshore.kit.shell.cell.Ends.soon;
import static io.longshore.kit.shell.cell.Ends.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Runs;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.testing.KafkaResource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams over a real Kafka between real databases: repeated, disordered, wiped, made again. */
class StreamsTest {

  private final Ends ends = new Ends();

  @AfterEach
  void close() {
    ends.close();
  }

  @Test
  void messagesGoThereAndBackInOrder() {
    var left = ends.left();
    var right = ends.right();
    right.program().echo();
    left.program().say("right", words(500));
    soon().untilAsserted(() -> assertThat(left.program().heard()).hasSize(500));
    assertThat(right.program().heard()).isEqualTo(words(500));
    assertThat(left.program().heard())
        .isEqualTo(words(500).stream().map(word -> "re " + word).toList());
    soon().untilAsserted(() -> assertThat(left.count("kit_outbox")).isZero());
    soon().untilAsserted(() -> assertThat(right.count("kit_outbox")).isZero());
  }

  @Test
  void duplicatesGapsAndDisorderAreTakenOnceAndInOrder() {
    var right = ends.right();
    ends.toRight(3, "w3");
    ends.toRight(1, "w1", "w2");
    ends.toRight(1, "w1", "w2");
    ends.toRight(5, "w5");
    ends.toRight(2, "w2", "w3", "w4");
    ends.toRight(1, "w1");
    ends.toRight(4, "w4", "w5", "w6");
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(6)));
    assertThat(right.rows("select last from kit_stream_in").getFirst().getLong(0)).isEqualTo(6);
    soon()
        .untilAsserted(
            () ->
                assertThat(Ends.read(ends.back()))
                    .anySatisfy(record -> assertThat(record.getAcks(0).getStored()).isEqualTo(6)));
  }

  @Test
  void recordsForOthersAreLeftAlone() {
    var right = ends.right();
    KafkaResource.produce(
        ends.there(), 0, null, record(1, "other").setTo("somebody").build().toByteArray());
    KafkaResource.produce(
        ends.there(), 0, null, record(1, "other").setCell(3).build().toByteArray());
    ends.toRight(1, "w1");
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(1)));
  }

  @Test
  void onlyAcknowledgementsCutTheOutbox() {
    var left = ends.left();
    for (int i = 1; i <= 4; i++) {
      left.program().say("right", List.of("w" + i));
      int rows = i;
      soon().untilAsserted(() -> assertThat(left.count("kit_outbox")).isEqualTo(rows));
    }
    soon().untilAsserted(() -> assertThat(Ends.read(ends.there())).hasSizeGreaterThanOrEqualTo(4));
    ends.ackToLeft(1, 3);
    ends.ackToLeft(1, 1);
    soon().untilAsserted(() -> assertThat(left.count("kit_outbox")).isEqualTo(1));
    assertThat(left.count("kit_outbox where first = 4")).isEqualTo(1);
    ends.ackToLeft(1, 4);
    soon().untilAsserted(() -> assertThat(left.count("kit_outbox")).isZero());
  }

  @Test
  void wipedTopicLosesNothing() {
    var left = ends.left();
    left.program().say("right", words(200));
    soon().untilAsserted(() -> assertThat(sent()).isEqualTo(200));
    KafkaResource.wipe(ends.there(), 0);
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(200)));
  }

  @Test
  void topicMadeAgainLosesNothing() {
    var left = ends.left();
    var right = ends.right();
    left.program().say("right", words(50));
    soon().untilAsserted(() -> assertThat(right.program().heard()).hasSize(50));
    right.stop();
    left.program().say("right", IntStream.rangeClosed(51, 100).mapToObj(i -> "w" + i).toList());
    soon().untilAsserted(() -> assertThat(sent()).isEqualTo(100));
    KafkaResource.recreate(1, ends.there());
    KafkaResource.recreate(1, ends.back());
    var again = ends.beside(right);
    left.program().say("right", List.of("w101"));
    soon().untilAsserted(() -> assertThat(again.program().heard()).isEqualTo(words(101)));
    soon().untilAsserted(() -> assertThat(left.count("kit_outbox")).isZero());
  }

  private long sent() {
    return Ends.read(ends.there()).stream().mapToLong(StreamRecord::getLast).max().orElse(0);
  }

  @Test
  void topicMadeAgainUnderRunningEndsLosesNothing() {
    var left = ends.left();
    var right = ends.right();
    left.program().say("right", words(50));
    soon().untilAsserted(() -> assertThat(right.program().heard()).hasSize(50));
    KafkaResource.recreate(1, ends.there());
    left.program().say("right", IntStream.rangeClosed(51, 60).mapToObj(i -> "w" + i).toList());
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(60)));
  }

  @Test
  void longRunIsSplitIntoRecords() {
    var left = ends.left();
    var right = ends.right();
    byte[] large = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20; i++) {
      left.program().say("right", ByteString.copyFrom(large));
    }
    soon().untilAsserted(() -> assertThat(right.program().heard()).hasSize(20));
    assertThat(KafkaResource.records(ends.there(), 0))
        .allSatisfy(
            record ->
                assertThat(record.serializedValueSize()).isLessThan(Runs.RECORD_BYTES + 1_024))
        .hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void destinationThatCannotBeServedHoldsUpNoOther() {
    var wiring =
        new Wiring(
            "left",
            "left",
            0,
            List.of(new Wiring.Inbound(ends.back(), true)),
            List.of(),
            Map.of("broken", ends.back(), "nowhere/*", "missing-", "right", ends.there()));
    var left = ends.start(wiring, Ends.database(), new WordProgram());
    left.program().unsendable("broken");
    left.program().say("broken", words(3));
    left.program().say("nowhere/x", words(3));
    left.program().state("nowhere/x", "a", "one");
    left.program().say("unknown", words(3));
    left.program().say("right", words(3));
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(3)));
    soon().untilAsserted(() -> assertThat(left.count("kit_outbox")).isEqualTo(3));
    soon()
        .untilAsserted(
            () -> assertThat(left.runtime().problems()).containsKeys("missing-x", "unknown"));
    left.program().unsendable("");
    soon()
        .untilAsserted(
            () ->
                assertThat(Ends.read(ends.back()))
                    .anySatisfy(record -> assertThat(record.getTo()).isEqualTo("broken")));
  }

  @Test
  void undecodableRecordStopsItsTopicLoudly() {
    var right = ends.right();
    ends.toRight(1, "w1");
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(1)));
    KafkaResource.produce(ends.there(), 0, null, new byte[] {1, 2, 3});
    ends.toRight(2, "w2");
    soon()
        .untilAsserted(
            () ->
                assertThat(right.runtime().problems())
                    .hasEntrySatisfying(
                        ends.there(), why -> assertThat(why).contains("cannot be decoded")));
    assertThat(right.program().heard()).isEqualTo(words(1));
    assertThat(right.rows("select last from kit_stream_in").getFirst().getLong(0)).isEqualTo(1);
  }

  @Test
  void numbersThatContradictTheMessagesAreUndecodable() {
    var right = ends.right();
    KafkaResource.produce(
        ends.there(), 0, null, record(1, "w1", "w2").setLast(7).build().toByteArray());
    soon().untilAsserted(() -> assertThat(right.runtime().problems()).containsKey(ends.there()));
    assertThat(right.program().heard()).isEmpty();
  }

  @Test
  void otherIncarnationStopsTheStreamLoudly() {
    var right = ends.right();
    ends.toRight(1, "w1");
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(1)));
    KafkaResource.produce(
        ends.there(), 0, null, record(2, "w2").setIncarnation(2).build().toByteArray());
    ends.toRight(2, "w2");
    soon()
        .untilAsserted(
            () ->
                assertThat(right.runtime().problems())
                    .hasEntrySatisfying(
                        "left>right#0", why -> assertThat(why).contains("incarnation 2")));
    assertThat(right.program().heard()).isEqualTo(words(1));
  }

  @Test
  void missingTopicIsNamedAndAwaited() {
    KafkaResource.delete(ends.there());
    var right = ends.right();
    soon()
        .untilAsserted(
            () ->
                assertThat(right.runtime().problems())
                    .hasEntrySatisfying(
                        ends.there(), why -> assertThat(why).contains("does not exist")));
    assertThat(right.runtime().running()).isFalse();
    KafkaResource.create(1, ends.there());
    ends.toRight(1, "w1");
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(1)));
    assertThat(right.runtime().problems()).isEmpty();
  }
}
