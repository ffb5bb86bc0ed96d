package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The small rules: lease, verdict, clock, freshness, gaps, statements, runs. */
class ProtocolTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void leaseMayBeTakenWhenItEnds() {
    var lease = new Lease(3, "a", NOON);
    assertThat(lease.mayBeTaken(NOON.minusNanos(1))).isFalse();
    assertThat(lease.mayBeTaken(NOON)).isTrue();
    assertThat(lease.isOf(3)).isTrue();
    assertThat(lease.isOf(2)).isFalse();
  }

  @Test
  void leaseIsRenewedTwiceWithinThreeSeconds() {
    assertThat(Lease.RENEW_AFTER.multipliedBy(2)).isLessThanOrEqualTo(Duration.ofSeconds(3));
    var watch = new Lease.Watch(0);
    assertThat(watch.renewDue(SECOND)).isFalse();
    assertThat(watch.renewDue(2 * SECOND)).isTrue();
  }

  @Test
  void ownerBelievesItselfNoLongerThanTheDatabaseDoes() {
    var watch = new Lease.Watch(0);
    assertThat(watch.surelyHeld(10 * SECOND - 1)).isTrue();
    assertThat(watch.surelyHeld(10 * SECOND)).isFalse();
    assertThat(watch.proven(5 * SECOND).surelyHeld(14 * SECOND)).isTrue();
    assertThat(watch.proven(5 * SECOND).proven(4 * SECOND)).isEqualTo(new Lease.Watch(5 * SECOND));
  }

  @Test
  void lostLeaseStaysLost() {
    var held = new Lease.Watch(0).renewed(true, 2 * SECOND);
    assertThat(held.surelyHeld(11 * SECOND)).isTrue();
    var lost = held.renewed(false, 3 * SECOND);
    assertThat(lost.lost()).isTrue();
    assertThat(lost.surelyHeld(3 * SECOND)).isFalse();
    assertThat(lost.proven(4 * SECOND).renewed(true, 5 * SECOND).lost()).isTrue();
    assertThat(lost.renewDue(60 * SECOND)).isFalse();
  }

  @Test
  void lostEpochDropsEvenWhatIsCommitted() {
    assertThat(CommitVerdict.of(4, 5, true)).isEqualTo(CommitVerdict.DROP);
    assertThat(CommitVerdict.of(4, 5, false)).isEqualTo(CommitVerdict.DROP);
    assertThat(CommitVerdict.of(4, 4, true)).isEqualTo(CommitVerdict.GO_ON);
    assertThat(CommitVerdict.of(4, 4, false)).isEqualTo(CommitVerdict.AGAIN);
  }

  @Test
  void clockIsTheDatabasesCarriedOn() {
    var clock = new RoundClock(Instant.EPOCH, NOON, 0);
    assertThat(clock.now(3 * SECOND)).isEqualTo(NOON.plusSeconds(3));
    assertThat(clock.answered(NOON, 3 * SECOND).now(4 * SECOND)).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void clockNeverGoesBack() {
    var ahead = new RoundClock(NOON.plusSeconds(60), NOON, 0);
    assertThat(ahead.now(SECOND)).isEqualTo(NOON.plusSeconds(60));
    assertThat(ahead.now(61 * SECOND)).isEqualTo(NOON.plusSeconds(61));
    assertThat(ahead.committed(NOON).stored()).isEqualTo(NOON.plusSeconds(60));
    assertThat(ahead.committed(NOON.plusSeconds(90)).now(0)).isEqualTo(NOON.plusSeconds(90));
  }

  @Test
  void timersFireOnlyOnFreshProof() {
    assertThat(Freshness.NONE.timersMayFire(0)).isFalse();
    var reached = Freshness.NONE.reached(10 * SECOND);
    assertThat(reached.timersMayFire(15 * SECOND)).isTrue();
    assertThat(reached.timersMayFire(15 * SECOND + 1)).isFalse();
  }

  @Test
  void gapIsAnAlarmOnceItLasts() {
    var stream = new StreamId("a", "b", 0);
    var watch = new GapWatch();
    watch.gap(stream, 5, 0);
    watch.gap(stream, 5, 20_000);
    assertThat(watch.alarms(29_999, 30_000)).isEmpty();
    assertThat(watch.alarms(30_000, 30_000)).containsExactly(new GapWatch.Gap(stream, 5, 0));
    watch.gap(stream, 9, 30_000);
    assertThat(watch.alarms(30_000, 30_000)).isEmpty();
    watch.closed(stream);
    assertThat(watch.alarms(1_000_000, 30_000)).isEmpty();
  }

  @Test
  void newestStatementWins() {
    var key = new Statements.Key("topic", "a", "thing");
    var statements = new Statements();
    assertThat(statements.take(key, 5)).isTrue();
    assertThat(statements.take(key, 5)).isFalse();
    assertThat(statements.take(key, 4)).isFalse();
    assertThat(statements.take(key, 6)).isTrue();
    assertThat(statements.take(new Statements.Key("topic", "b", "thing"), 1)).isTrue();
  }

  @Test
  void storedStatementIsTakenOnceMoreAndNothingOlder() {
    var key = new Statements.Key("topic", "a", "thing");
    var statements = new Statements();
    statements.floor(key, 5);
    assertThat(statements.take(key, 4)).isFalse();
    assertThat(statements.take(key, 5)).isTrue();
    assertThat(statements.take(key, 5)).isFalse();
    statements.forgetSeen();
    assertThat(statements.take(key, 4)).isFalse();
    assertThat(statements.take(key, 5)).isTrue();
  }

  @Test
  void laterOwnersStatementsAreNewerUpToTheHighestEpoch() {
    long highest = Statements.version((1L << 24) - 1, 0);
    assertThat(Long.compareUnsigned(Statements.version(2, 0), Statements.version(1, 1L << 39)))
        .isPositive();
    assertThat(Long.compareUnsigned(highest, Statements.version(1L << 23, 7))).isPositive();
    var key = new Statements.Key("topic", "a", "thing");
    var statements = new Statements();
    statements.floor(key, Statements.version(1L << 22, 7));
    assertThat(statements.take(key, highest)).isTrue();
    statements.forgetSeen();
    assertThat(statements.take(key, Statements.version(1L << 22, 8))).isFalse();
    assertThatThrownBy(() -> Statements.version(1L << 24, 0))
        .isInstanceOf(Check.BrokenInvariant.class);
    assertThatThrownBy(() -> Statements.version(1, 1L << 40))
        .isInstanceOf(Check.BrokenInvariant.class);
  }

  @Test
  void oversizeMessageTravelsAlone() {
    assertThat(Runs.split(List.of(10, 1_000, 10), 100))
        .containsExactly(new Runs.Slice(0, 1), new Runs.Slice(1, 2), new Runs.Slice(2, 3));
    assertThat(Runs.split(List.of(), 100)).isEmpty();
  }
}
