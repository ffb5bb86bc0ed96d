package io.longshore.kit.shell.cell;

import static io.longshore.kit.shell.cell.Ends.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.Statement;
import io.longshore.kit.testing.KafkaResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was put aside waits for an operator, who gives it again or gives it up. */
class QuarantineTest {

  private final Ends ends = new Ends();

  @AfterEach
  void close() {
    ends.close();
  }

  private Ends.End rightWith(String poison) {
    ends.toRight(1, "w1", poison, "w3");
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.program().heard()).containsExactly("w1", "w3"));
    assertThat(right.count("kit_quarantine")).isEqualTo(1);
    return right;
  }

  @Test
  void replayedMessageIsGivenOnceMoreAndGone() {
    var right = rightWith("poison");
    right.program().tolerant();
    right.rows("select kit_replay(id) from kit_quarantine");
    soon()
        .untilAsserted(
            () -> assertThat(right.program().heard()).containsExactly("w1", "w3", "poison"));
    soon().untilAsserted(() -> assertThat(right.count("kit_quarantine")).isZero());
    assertThat(right.program().again()).containsExactly("poison");
    ends.toRight(4, "w4");
    soon().untilAsserted(() -> assertThat(right.program().heard()).endsWith("w4"));
    assertThat(right.rows("select last from kit_stream_in").getFirst().getLong(0)).isEqualTo(4);
  }

  @Test
  void replayThatFailsAgainStaysAsideAndHoldsUpNothing() {
    var right = rightWith("poison");
    int loads = right.program().loads();
    right.rows("select kit_replay(id) from kit_quarantine");
    soon().until(() -> right.program().loads() > loads);
    soon()
        .untilAsserted(
            () -> assertThat(right.count("kit_quarantine where verdict is null")).isEqualTo(1));
    ends.toRight(4, "w4");
    soon()
        .untilAsserted(() -> assertThat(right.program().heard()).containsExactly("w1", "w3", "w4"));
  }

  @Test
  void messageThatIsGivenUpIsToldToTheProgram() {
    var right = rightWith("poison");
    right.rows("select kit_fail(id) from kit_quarantine");
    soon().untilAsserted(() -> assertThat(right.count("kit_quarantine")).isZero());
    assertThat(right.program().failed()).containsExactly("poison");
    assertThat(right.program().heard()).containsExactly("w1", "w3");
  }

  @Test
  void messageThatCannotBeGivenUpStaysAside() {
    var right = rightWith("poison pill");
    right.rows("select kit_fail(id) from kit_quarantine");
    int loads = right.program().loads();
    soon().until(() -> right.program().loads() > loads);
    soon()
        .untilAsserted(
            () -> assertThat(right.count("kit_quarantine where verdict is null")).isEqualTo(1));
    right.program().tolerant();
    right.rows("select kit_fail(id) from kit_quarantine");
    soon().untilAsserted(() -> assertThat(right.count("kit_quarantine")).isZero());
  }

  /** The sender says the next one soon; there is nothing to replay. */
  @Test
  void statementCannotBeDecidedAbout() {
    var statement =
        Statement.newBuilder()
            .setSubject("s")
            .setVersion(1)
            .setBody(ByteString.copyFromUtf8("poison"));
    KafkaResource.produce(
        ends.there(), 0, null, Ends.record(1, "w1").addStatements(statement).build().toByteArray());
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.count("kit_quarantine")).isEqualTo(1));
    assertThatThrownBy(() -> right.rows("select kit_replay(id) from kit_quarantine"))
        .hasMessageContaining("kit_quarantine");
  }
}
