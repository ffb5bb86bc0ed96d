package io.longshore.kit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Check;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.wire.Sending.Next;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SendingTest {

  private final SendingRig rig = new SendingRig();

  @Test
  void rowsLeaveInOrderAndOnceEach() {
    rig.given.put("queue", 6L);
    rig.pass();
    rig.pass();
    assertThat(rig.firsts("queue")).containsExactly(1L, 3L, 5L);
  }

  @Test
  void idlePassOnlyReadsTheStreams() {
    rig.pass();
    rig.now = 1;
    assertThat(rig.pass()).containsExactly(new Next.Streams(), new Next.Rest(0));
  }

  @Test
  void statementsLeaveBeforeRowsAndAgainEveryTenSeconds() {
    rig.given.put("queue", 2L);
    rig.mail.statement("queue", "demand", SendingRig.body(0));
    rig.pass();
    assertThat(rig.kafka.getFirst().getStatementsCount()).isEqualTo(1);
    assertThat(rig.kafka).hasSize(2);
    rig.now = 9_000;
    rig.pass();
    assertThat(rig.kafka).hasSize(2);
    rig.now = 20_000;
    rig.pass();
    rig.pass();
    assertThat(rig.kafka.subList(2, rig.kafka.size()))
        .flatExtracting(StreamRecord::getStatementsList)
        .extracting(Statement::getSubject)
        .containsExactly("demand");
  }

  @Test
  void storedPositionsRideOnTheNextRecordOrGoAlone() {
    rig.mail.stored(Map.of(new StreamId("queue", "scheduler", 0), new Position(1, 9)));
    assertThat(rig.mail.isUrgent()).isFalse();
    rig.pass();
    assertThat(rig.kafka.getFirst().getAcks(0).getStored()).isEqualTo(9);
    rig.pass();
    assertThat(rig.kafka).hasSize(1);
  }

  @Test
  void onlyTheConsumersWordCuts() {
    rig.given.put("queue", 4L);
    rig.pass();
    rig.now = 1_000;
    rig.pass();
    assertThat(rig.cut).isEmpty();
    rig.acked("queue", 2);
    rig.now = 2_000;
    rig.pass();
    assertThat(rig.cut).containsExactly(Map.entry("queue", 2L));
    assertThat(rig.firsts("queue")).containsExactly(1L, 3L);
  }

  @Test
  void failedCutIsTriedAgain() {
    rig.given.put("queue", 2L);
    rig.pass();
    rig.acked("queue", 2);
    rig.now = 1_000;
    rig.fails = Next.Cut.class::isInstance;
    assertThat(rig.pass()).endsWith(new Next.Rest(500));
    rig.fails = _ -> false;
    rig.now = 2_000;
    rig.pass();
    assertThat(rig.cut).containsExactly(Map.entry("queue", 2L));
  }

  @Test
  void failedDestinationStartsOverAndHoldsUpNoOther() {
    rig.given.put("capacity", 2L);
    rig.given.put("queue", 4L);
    rig.fails = next -> next instanceof Next.Send send && send.receiver().equals("capacity");
    rig.pass();
    assertThat(rig.firsts("capacity")).isEmpty();
    assertThat(rig.firsts("queue")).containsExactly(1L, 3L);
    rig.fails = _ -> false;
    rig.now = 499;
    rig.pass();
    assertThat(rig.firsts("capacity")).isEmpty();
    rig.now = 500;
    rig.pass();
    assertThat(rig.firsts("capacity")).containsExactly(1L);
  }

  @Test
  void whatWasSentButNotAcknowledgedIsSentAgainAfterAFailure() {
    rig.given.put("queue", 4L);
    rig.pass();
    rig.given.put("queue", 6L);
    rig.fails = Next.Send.class::isInstance;
    rig.pass();
    rig.fails = _ -> false;
    rig.now = 600;
    rig.pass();
    assertThat(rig.firsts("queue")).containsExactly(1L, 3L, 1L, 3L, 5L);
  }

  @Test
  void withoutAnAcknowledgementTheOldestRowIsSentAloneUntilItIsStored() {
    rig.given.put("queue", 6L);
    rig.pass();
    rig.now = 10_000;
    rig.pass();
    assertThat(rig.seen(Next.StartedOver.class)).containsExactly(new Next.StartedOver("queue", 1L));
    rig.pass();
    rig.pass();
    assertThat(rig.firsts("queue")).containsExactly(1L, 3L, 5L, 1L);
    rig.acked("queue", 2);
    rig.pass();
    assertThat(rig.firsts("queue")).containsExactly(1L, 3L, 5L, 1L, 3L, 5L);
  }

  @Test
  void acknowledgementOfWhatWasNeverGivenStopsTheStreamUntilThatIsStored() {
    rig.given.put("queue", 2L);
    rig.acked("queue", 5);
    rig.fails = Next.Stop.class::isInstance;
    assertThat(rig.pass()).endsWith(new Next.Rest(500));
    assertThat(rig.firsts("queue")).isEmpty();
    rig.fails = _ -> false;
    rig.pass();
    assertThat(rig.seen(Next.Stop.class)).hasSize(1);
    assertThat(rig.firsts("queue")).isEmpty();
  }

  @Test
  void unknownStreamsDatabaseEndsThePass() {
    rig.given.put("queue", 2L);
    rig.fails = Next.Streams.class::isInstance;
    assertThat(rig.pass()).containsExactly(new Next.Streams(), new Next.Rest(500));
  }

  @Test
  void destinationWithoutATopicWaits() {
    rig.given.put("elsewhere", 2L);
    rig.given.put("placement/main", 2L);
    rig.pass();
    assertThat(rig.firsts("elsewhere")).isEmpty();
    assertThat(rig.seen(Next.Send.class))
        .extracting(Next.Send::topic)
        .containsExactly("launches.main");
  }

  @Test
  void entriesAreWrittenOnceAndAllAgainAfterAFailure() {
    rig.mail.entry("registry", "a", SendingRig.body(1));
    rig.mail.entry("registry", "b", SendingRig.body(2));
    rig.pass();
    assertThat(entries()).containsOnlyKeys("a", "b");
    rig.mail.entry("registry", "a", SendingRig.body(3));
    rig.fails = Next.Write.class::isInstance;
    rig.pass();
    rig.fails = _ -> false;
    rig.pass();
    assertThat(entries()).isEqualTo(Map.of("a", SendingRig.body(3), "b", SendingRig.body(2)));
    rig.pass();
    assertThat(entries()).isEmpty();
  }

  private Map<String, ByteString> entries() {
    return rig.seen(Next.Write.class).getFirst().due().entries();
  }

  @Test
  void hollowOutboxIsABug() {
    rig.given.put("queue", 6L);
    var sending = rig.sending;
    sending.begin(rig.mail, 0);
    sending.streams(List.of(rig.stream("queue", 6)), 0);
    assertThat(sending.found("id", 0)).isEqualTo(new Next.Rows("queue", 1, 32));
    var third = List.of(new Sending.Row(3, 4, List.of(SendingRig.body(3), SendingRig.body(4))));
    assertThatThrownBy(() -> sending.rows(third, 0)).isInstanceOf(Check.BrokenInvariant.class);
  }

  @Test
  void passesDoNotOverlap() {
    rig.sending.begin(rig.mail, 0);
    assertThatThrownBy(() -> rig.sending.begin(rig.mail, 0))
        .isInstanceOf(Check.BrokenInvariant.class);
  }
}
