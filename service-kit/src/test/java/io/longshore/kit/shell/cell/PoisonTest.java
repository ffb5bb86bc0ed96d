package io.longshore.kit.shell.cell;

import static io.longshore.kit.shell.cell.Ends.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.Statement;
import io.longshore.kit.testing.KafkaResource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Input that a step cannot stand: put aside alone, and nothing beside it suffers. */
class PoisonTest {

  private final Ends ends = new Ends();

  @AfterEach
  void close() {
    ends.close();
  }

  @Test
  void poisonIsPutAsideAndTheRestGoesOnInOrder() {
    ends.toRight(1, "w1", "w2", "poison", "w4", "w5");
    ends.toRight(6, "w6");
    var right = ends.right();
    soon()
        .untilAsserted(
            () ->
                assertThat(right.program().heard()).containsExactly("w1", "w2", "w4", "w5", "w6"));
    assertThat(right.program().held()).containsExactly("poison");
    var row = right.rows("select source, number, body, reason from kit_quarantine");
    assertThat(row).hasSize(1);
    assertThat(row.getFirst().getString("source")).isEqualTo("left>right#0");
    assertThat(row.getFirst().getLong("number")).isEqualTo(3);
    assertThat(row.getFirst().getBuffer("body").toString()).isEqualTo("poison");
    assertThat(row.getFirst().getString("reason")).contains("cannot stand poison");
    assertThat(right.rows("select last from kit_stream_in").getFirst().getLong(0)).isEqualTo(6);
    assertThat(right.count("word")).isEqualTo(5);
    assertThat(right.kit().meters().get(CellMetrics.QUARANTINED).counter().count()).isEqualTo(1);
    // Nothing of it comes back with the next owner.
    right.stop();
    var next = ends.beside(right);
    ends.toRight(7, "w7");
    soon().untilAsserted(() -> assertThat(next.program().heard()).hasSize(6).endsWith("w7"));
    assertThat(next.count("kit_quarantine")).isEqualTo(1);
  }

  @Test
  void whatTheDatabaseRefusesIsPoisonToo() {
    ends.toRight(1, "w1", "unwritable", "w3");
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.program().heard()).containsExactly("w1", "w3"));
    assertThat(right.count("kit_quarantine where number = 2")).isEqualTo(1);
  }

  @Test
  void bytesThatTheProgramCannotReadStopTheStream() {
    ends.toRight(1, "w1", "garbled", "w3");
    ends.toRight(4, "w4");
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.runtime().problems()).containsKey("left>right#0"));
    assertThat(right.program().heard()).containsExactly("w1");
    assertThat(right.count("kit_quarantine")).isZero();
    assertThat(right.rows("select last from kit_stream_in").getFirst().getLong(0)).isEqualTo(1);
    // Entries still arrive: one stream stands, not the scope.
    KafkaResource.produce(ends.entries(), 0, "k", "v".getBytes(StandardCharsets.UTF_8));
    soon().untilAsserted(() -> assertThat(right.program().entries()).containsEntry("k", "v"));
  }

  @Test
  void poisonousEntryAndStatementAreLeftOut() {
    KafkaResource.produce(ends.entries(), 0, "a", "1".getBytes(StandardCharsets.UTF_8));
    KafkaResource.produce(ends.entries(), 0, "b", "poison".getBytes(StandardCharsets.UTF_8));
    var statement = Statement.newBuilder().setSubject("s").setVersion(1);
    KafkaResource.produce(
        ends.there(),
        0,
        null,
        Ends.record(1, "w1")
            .addStatements(statement.setBody(ByteString.copyFromUtf8("poison")))
            .build()
            .toByteArray());
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.program().heard()).containsExactly("w1"));
    soon().untilAsserted(() -> assertThat(right.count("kit_quarantine")).isEqualTo(2));
    assertThat(right.program().entries()).isEqualTo(Map.of("a", "1"));
    KafkaResource.produce(ends.entries(), 0, "b", "2".getBytes(StandardCharsets.UTF_8));
    KafkaResource.produce(
        ends.there(),
        0,
        null,
        Ends.record(2, "w2")
            .addStatements(statement.setVersion(2).setBody(ByteString.copyFromUtf8("better")))
            .build()
            .toByteArray());
    soon()
        .untilAsserted(
            () -> assertThat(right.program().statements()).containsEntry("left s", "better"));
    assertThat(right.program().entries()).isEqualTo(Map.of("a", "1", "b", "2"));
    assertThat(right.program().heard()).isEqualTo(List.of("w1", "w2"));
  }

  /** A step that cannot read its database says nothing about its inputs. */
  @Test
  void databaseAwayInAStepPutsNothingAside() {
    var right = ends.right();
    soon().until(right.runtime()::running);
    right.program().databaseAwayOnce();
    ends.toRight(1, "w1");
    soon().untilAsserted(() -> assertThat(right.program().heard()).containsExactly("w1"));
    assertThat(right.count("kit_quarantine")).isZero();
    assertThat(right.program().loads()).isEqualTo(2);
  }

  @Test
  void failureWithoutInputPutsNothingAside() {
    var right = ends.right();
    soon().until(() -> right.program().rounds() > 0);
    right.program().breaksOnTime(true);
    soon().until(() -> right.program().loads() > 1);
    right.program().breaksOnTime(false);
    ends.toRight(1, "w1");
    soon().untilAsserted(() -> assertThat(right.program().heard()).containsExactly("w1"));
    assertThat(right.count("kit_quarantine")).isZero();
  }
}
