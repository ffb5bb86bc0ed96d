package io.longshore.kit.shell.cell;

import static io.longshore.kit.shell.cell.Ends.record;
import static io.longshore.kit.shell.cell.Ends.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.testing.KafkaResource;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Statements and compacted topics: whole, newest wins, repeated, rebuilt by every owner. */
class StatementsTest {

  private final Ends ends = new Ends();

  @AfterEach
  void close() {
    ends.close();
  }

  @Test
  void newestStatementWinsWhateverArrivesLater() {
    var right = ends.right();
    state("a", 5, "five");
    state("a", 4, "four");
    soon()
        .untilAsserted(
            () -> assertThat(right.program().statements()).containsEntry("left a", "five"));
    state("b", 1, "one");
    soon()
        .untilAsserted(
            () ->
                assertThat(right.program().statements())
                    .isEqualTo(Map.of("left a", "five", "left b", "one")));
    // The next owner does not fall back to older words, but takes the repetition of the last.
    right.stop();
    var next = ends.beside(right);
    soon().until(next.runtime()::running);
    state("a", 4, "four");
    state("a", 5, "five");
    soon()
        .untilAsserted(
            () -> assertThat(next.program().statements()).containsEntry("left a", "five"));
  }

  private void state(String subject, long version, String body) {
    var statement =
        Statement.newBuilder()
            .setSubject(subject)
            .setVersion(version)
            .setBody(ByteString.copyFromUtf8(body));
    var record = StreamRecord.newBuilder().setFrom("left").setTo("right").addStatements(statement);
    KafkaResource.produce(ends.there(), 0, null, record.build().toByteArray());
  }

  @Test
  void statementIsRepeatedToWhoeverComesLater() {
    var left = ends.left();
    left.program().state("right", "a", "one");
    left.program().state("right", "b", "two");
    soon().untilAsserted(() -> assertThat(Ends.read(ends.there())).isNotEmpty());
    KafkaResource.wipe(ends.there(), 0);
    var right = ends.right();
    soon()
        .untilAsserted(
            () ->
                assertThat(right.program().statements())
                    .isEqualTo(Map.of("left a", "one", "left b", "two")));
    left.program().state("right", "a", "");
    soon()
        .untilAsserted(() -> assertThat(right.program().statements()).containsEntry("left a", ""));
  }

  @Test
  void whatLoadSaysHoldsAndIsNewerThanTheFormerOwners() {
    var left = ends.left();
    left.program().state("right", "a", "one");
    var right = ends.right();
    soon()
        .untilAsserted(
            () -> assertThat(right.program().statements()).containsEntry("left a", "one"));
    left.stop();
    var program = new WordProgram();
    program.loads(
        new Step(
            tx -> Uni.createFrom().voidItem(),
            List.of(),
            List.of(new Step.StatementOut("right", "a", ByteString.copyFromUtf8("two"))),
            List.of(),
            Optional.of(Instant.EPOCH)));
    ends.start(left.wiring(), left.settings(), program);
    soon()
        .untilAsserted(
            () -> assertThat(right.program().statements()).containsEntry("left a", "two"));
  }

  @Test
  void topicMayBeReadForItsStatementsAlone() {
    var wiring =
        new Wiring(
            "right",
            "right",
            0,
            List.of(new Wiring.Inbound(ends.there(), false)),
            List.of(),
            Map.of("left", ends.back()));
    var right = ends.start(wiring, Ends.database(), new WordProgram());
    var statement =
        Statement.newBuilder()
            .setSubject("a")
            .setVersion(1)
            .setBody(ByteString.copyFromUtf8("one"));
    KafkaResource.produce(
        ends.there(), 0, null, record(1, "w1").addStatements(statement).build().toByteArray());
    soon()
        .untilAsserted(
            () -> assertThat(right.program().statements()).containsEntry("left a", "one"));
    assertThat(right.program().heard()).isEmpty();
  }

  @Test
  void compactedTopicIsReadWholeBeforeTheFirstRound() {
    for (int i = 0; i < 300; i++) {
      KafkaResource.produce(ends.entries(), 0, "k" + i % 10, bytes("v" + i));
    }
    ends.toRight(1, "w1");
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.program().heard()).hasSize(1));
    assertThat(right.program().entries()).hasSize(10).containsEntry("k9", "v299");
    KafkaResource.produce(ends.entries(), 0, "k9", bytes("later"));
    soon().untilAsserted(() -> assertThat(right.program().entries()).containsEntry("k9", "later"));
    // Every owner reads it again from its beginning.
    right.stop();
    var next = ends.beside(right);
    soon()
        .untilAsserted(
            () -> assertThat(next.program().entries()).hasSize(10).containsEntry("k9", "later"));
  }

  @Test
  void compactedTopicMadeAgainIsWrittenAgain() {
    var writer = ends.left();
    var right = ends.right();
    writer.program().enter(ends.entries(), "a", "1");
    writer.program().enter(ends.entries(), "b", "2");
    soon()
        .untilAsserted(
            () -> assertThat(right.program().entries()).isEqualTo(Map.of("a", "1", "b", "2")));
    writer.program().enter(ends.entries(), "a", "3");
    soon().untilAsserted(() -> assertThat(right.program().entries()).containsEntry("a", "3"));
    KafkaResource.delete(ends.entries());
    KafkaResource.createCompacted(ends.entries());
    soon()
        .untilAsserted(
            () ->
                assertThat(KafkaResource.records(ends.entries(), 0))
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .contains("3", "2"));
    writer.program().enter(ends.entries(), "c", "4");
    soon().untilAsserted(() -> assertThat(right.program().entries()).containsEntry("c", "4"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
