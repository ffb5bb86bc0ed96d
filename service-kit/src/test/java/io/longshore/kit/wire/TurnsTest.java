package io.longshore.kit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Check;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.RoundClock;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.wire.Turns.Remedy;
import io.longshore.kit.wire.Turns.Round;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final StreamId STREAM = new StreamId("queue", "scheduler", 0);
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  private final List<String> stopped = new ArrayList<>();
  private final Assembly assembly = new Assembly((stream, why) -> stopped.add(stream + ": " + why));
  private final Turns loop = new Turns(assembly, new RoundClock(START, START, 0), 41);

  static Arrival messages(long first, int count) {
    var record =
        StreamRecord.newBuilder()
            .setFrom("queue")
            .setTo("scheduler")
            .setIncarnation(1)
            .setFirst(first)
            .setLast(first + count - 1);
    for (int i = 0; i < count; i++) {
      record.addMessages(body(first + i));
    }
    return new Arrival.Received("longshore.commands", "t1", first, record.build());
  }

  private static ByteString body(long number) {
    return ByteString.copyFromUtf8("m" + number);
  }

  private void loaded(Optional<Instant> wakeAt) {
    loop.committed(loop.load(0), wakeAt);
  }

  private void ready(long nanos) {
    loop.arrived(List.of(new Arrival.CompactedRead(), new Arrival.CaughtUp(nanos)), nanos);
  }

  static List<Long> numbers(Round round) {
    return round.inputs().messages().stream().map(Inputs.Message::number).toList();
  }

  @Test
  void nothingBeginsBeforeMemoryIsLoadedAndCommitted() {
    assertThat(loop.busy()).isTrue();
    assertThatThrownBy(() -> loop.next(0)).isInstanceOf(Check.BrokenInvariant.class);
    var load = loop.load(0);
    assertThat(load.number()).isEqualTo(42);
    assertThat(load.inputs().timersMayFire()).isFalse();
    loop.committed(load, Optional.empty());
    assertThat(loop.busy()).isFalse();
    assertThat(loop.number()).isEqualTo(42);
  }

  @Test
  void nothingBeginsBeforeTheCompactedTopicsAreRead() {
    loaded(Optional.of(START));
    loop.arrived(List.of(messages(1, 2)), 0);
    assertThat(loop.next(0)).isEmpty();
    ready(0);
    assertThat(numbers(loop.next(0).orElseThrow())).containsExactly(1L, 2L);
  }

  @Test
  void roundsAreStrictlyOneAfterAnother() {
    loaded(Optional.empty());
    ready(0);
    loop.arrived(List.of(messages(1, 1)), 0);
    var round = loop.next(0).orElseThrow();
    loop.arrived(List.of(messages(2, 1)), 1);
    assertThatThrownBy(() -> loop.next(1)).isInstanceOf(Check.BrokenInvariant.class);
    loop.committed(round, Optional.empty());
    var next = loop.next(1).orElseThrow();
    assertThat(numbers(next)).containsExactly(2L);
    assertThat(next.number()).isEqualTo(44);
  }

  @Test
  void whatIsReadIsCommittedWithTheRound() {
    loaded(Optional.empty());
    ready(0);
    loop.arrived(List.of(messages(1, 3)), 0);
    assertThat(loop.next(0).orElseThrow().batch().advance().streams())
        .isEqualTo(Map.of(STREAM, new Position(1, 3)));
  }

  @Test
  void idleLoopBeginsNoRoundUntilTheWakeUpOrTheProgramAsks() {
    loaded(Optional.of(START.plusSeconds(3)));
    ready(0);
    assertThat(loop.next(0)).isEmpty();
    assertThat(loop.patience(SECOND, 10 * SECOND)).isEqualTo(2 * SECOND);
    assertThat(loop.patience(SECOND, SECOND)).isEqualTo(SECOND);
    loop.asked();
    var asked = loop.next(SECOND).orElseThrow();
    assertThat(asked.inputs().isEmpty()).isTrue();
    loop.committed(asked, Optional.of(START.plusSeconds(3)));
    assertThat(loop.next(SECOND)).isEmpty();
    assertThat(loop.next(3 * SECOND)).isPresent();
  }

  @Test
  void askingBeforeTheTopicsAreReadIsRemembered() {
    loaded(Optional.empty());
    loop.asked();
    assertThat(loop.next(0)).isEmpty();
    ready(0);
    assertThat(loop.next(0)).isPresent();
  }

  @Test
  void dueWakeUpWaitsALittleWhileTimersMayNotFire() {
    loaded(Optional.of(START));
    assertThat(loop.patience(0, SECOND)).isEqualTo(500 * MS);
    ready(0);
    assertThat(loop.patience(0, SECOND)).isZero();
    assertThat(loop.next(0).orElseThrow().inputs().timersMayFire()).isTrue();
  }

  @Test
  void timersDoNotFireOnOldNews() {
    loaded(Optional.of(START));
    ready(0);
    assertThat(loop.next(6 * SECOND).orElseThrow().inputs().timersMayFire()).isFalse();
  }

  @Test
  void uncommittedRoundLeavesTheClockAndTheWakeUpAlone() {
    loaded(Optional.of(START.plusSeconds(1)));
    ready(0);
    var round = loop.next(2 * SECOND).orElseThrow();
    assertThat(round.at()).isEqualTo(START.plusSeconds(2));
    assertThat(loop.number()).isEqualTo(42);
    // The database's clock turned out to be behind: what was committed is not undone by it.
    loop.answered(START, 2 * SECOND);
    assertThat(loop.now(2 * SECOND)).isEqualTo(START);
    loop.committed(round, Optional.empty());
    assertThat(loop.now(2 * SECOND)).isEqualTo(START.plusSeconds(2));
  }

  @Test
  void whatIsCommittedBetweenRoundsKeepsTheWakeUp() {
    loaded(Optional.of(START.plusSeconds(5)));
    ready(0);
    loop.committed(loop.between(Batch.EMPTY, 0), Optional.of(START.plusSeconds(9)));
    assertThat(loop.patience(0, 60 * SECOND)).isEqualTo(5 * SECOND);
    loop.committed(loop.between(Batch.EMPTY, 0), Optional.of(START.plusSeconds(2)));
    assertThat(loop.patience(0, 60 * SECOND)).isEqualTo(2 * SECOND);
  }

  @Test
  void inputsOfAFailedRoundAreTriedAloneAndTheBadOneIsPutAside() {
    loaded(Optional.empty());
    ready(0);
    loop.arrived(List.of(messages(1, 2)), 0);
    assertThat(loop.failed(loop.next(0).orElseThrow())).isEqualTo(new Remedy.Narrow());
    loaded(Optional.empty());
    loop.rebuilt();
    assertThat(loop.takesArrivals()).isFalse();

    var first = loop.next(0).orElseThrow();
    assertThat(numbers(first)).containsExactly(1L);
    assertThat(first.inputs().timersMayFire()).isFalse();
    assertThat(loop.failed(first)).isEqualTo(new Remedy.Narrow());
    loaded(Optional.empty());
    loop.rebuilt();

    var again = loop.next(0).orElseThrow();
    assertThat(numbers(again)).containsExactly(1L);
    assertThat(loop.failed(again)).isEqualTo(new Remedy.Aside(again.batch()));
    loaded(Optional.empty());
    loop.aside(again.batch());
    loop.committed(loop.between(again.batch().quarantined("bad"), 0), Optional.empty());
    loop.rebuilt();

    assertThat(numbers(loop.next(0).orElseThrow())).containsExactly(2L);
    assertThat(loop.takesArrivals()).isTrue();
  }

  @Test
  void stoppedStreamTakesItsWaitingInputsAlong() {
    loaded(Optional.empty());
    ready(0);
    loop.arrived(List.of(messages(1, 3)), 0);
    loop.failed(loop.next(0).orElseThrow());
    loaded(Optional.empty());
    loop.stop(STREAM, "cannot be read");
    loop.rebuilt();
    assertThat(loop.next(0)).isEmpty();
    assertThat(stopped).containsExactly("queue>scheduler#0: cannot be read");
  }

  @Test
  void timeThatFailsAloneIsWaitedFor() {
    loaded(Optional.of(START));
    ready(0);
    assertThat(loop.failed(loop.next(0).orElseThrow())).isEqualTo(new Remedy.Pause());
  }

  @Test
  void rebuiltMemoryIsGivenTheCompactedTopicsFirst() {
    loaded(Optional.empty());
    loop.arrived(List.of(new Arrival.Keyed("registry", "a", body(1))), 0);
    ready(0);
    loop.committed(loop.next(0).orElseThrow(), Optional.empty());
    loop.arrived(List.of(messages(1, 2)), 0);
    loop.failed(loop.next(0).orElseThrow());
    loaded(Optional.empty());
    loop.rebuilt();
    var first = loop.next(0).orElseThrow();
    assertThat(first.inputs().entries())
        .containsExactly(new Inputs.Entry("registry", "a", body(1)));
    assertThat(first.inputs().messages()).isEmpty();
  }

  @Test
  void backlogHandsOutWholeRecordsUpToTheLimit() {
    var backlog = new Backlog();
    backlog.add(messages(1, 3));
    backlog.add(messages(4, 3));
    backlog.add(messages(7, 3));
    assertThat(backlog.take(4)).hasSize(2);
    assertThat(backlog.isEmpty()).isFalse();
    assertThat(backlog.take(1)).hasSize(1);
    assertThat(backlog.bytes()).isZero();
  }
}
