package io.longshore.kit.shell.db;

import static io.longshore.kit.shell.db.Rig.await;
import static io.longshore.kit.shell.db.Rig.out;
import static io.longshore.kit.shell.db.Rig.round;
import static io.longshore.kit.shell.db.Rig.thing;
import static io.longshore.kit.shell.db.Rig.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.longshore.kit.core.Lineage;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Statements;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.Step;
import io.longshore.kit.wire.Advance;
import io.longshore.kit.wire.Lane;
import io.longshore.kit.wire.TopicPosition;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The transaction of a round, against a real PostgreSQL and with a zombie beside. */
class CellLedgerTest {

  private static Rig rig;

  private final CellLedger owner = rig.ledger();
  private final CellLedger other = rig.ledger();

  @BeforeAll
  static void open() {
    rig = new Rig();
  }

  @AfterAll
  static void close() {
    rig.close();
  }

  @BeforeEach
  void clear() {
    rig.run(
        tx ->
            tx.update(
                "truncate thing, kit_lease, kit_commit, kit_outbox, kit_stream_out, kit_stream_in,"
                    + " kit_offset, kit_statement_in, kit_quarantine"));
  }

  @Test
  void onlyOneTakesTheLease() {
    assertThat(rig.take(owner, "a").epoch()).isEqualTo(1);
    assertThat(await(other.lease().take("b"))).isEmpty();
    assertThat(await(owner.lease().take("a"))).isEmpty();
    rig.expire();
    assertThat(rig.take(other, "b").epoch()).isEqualTo(2);
  }

  @Test
  void manyAtOnceAreOneOwner() {
    var tries = IntStream.range(0, 8).mapToObj(i -> rig.ledger().lease().take("p" + i)).toList();
    var results = await(Uni.join().all(tries).andFailFast());
    assertThat(results.stream().filter(Optional::isPresent)).hasSize(1);
  }

  @Test
  void renewalHoldsTheLease() {
    rig.take(owner, "a");
    rig.expire();
    assertThat(await(owner.lease().renew(1))).isPresent();
    assertThat(await(other.lease().take("b"))).isEmpty();
  }

  @Test
  void lostLeaseIsNotRenewed() {
    rig.take(owner, "a");
    rig.expire();
    rig.take(other, "b");
    assertThat(await(owner.lease().renew(1))).isEmpty();
    await(owner.lease().release(1));
    assertThat(await(rig.ledger().lease().take("c"))).isEmpty();
  }

  @Test
  void releasedLeaseIsFreeAtOnce() {
    rig.take(owner, "a");
    await(owner.lease().release(1));
    assertThat(rig.take(other, "b").epoch()).isEqualTo(2);
  }

  @Test
  void roundAndClockAreStoredWithTheRound() {
    rig.take(owner, "a");
    await(owner.commit(round(1, 7, thing(1, 1))));
    await(owner.lease().release(1));
    var taken = rig.take(other, "b");
    assertThat(taken.round()).isEqualTo(7);
    assertThat(taken.clock()).isEqualTo(Instant.EPOCH.plusSeconds(7));
  }

  @Test
  void zombieCannotCommit() {
    rig.take(owner, "a");
    await(owner.commit(round(1, 1, thing(1, 1))));
    rig.expire();
    rig.take(other, "b");
    assertThatThrownBy(() -> await(owner.commit(round(1, 2, thing(2, 1, out("x", "m"))))))
        .isInstanceOf(LeaseLost.class);
    assertThat(rig.count("thing")).isEqualTo(1);
    assertThat(rig.count("kit_outbox")).isZero();
    await(other.commit(round(2, 2, thing(2, 2))));
    assertThat(rig.count("thing where epoch = 2")).isEqualTo(1);
  }

  /**
   * An owner that commits while another takes over: whatever it commits lies before the takeover.
   */
  @Test
  void commitAndTakeoverAtTheSameTimeAreOneAfterTheOther() {
    long epoch = rig.take(owner, "a").epoch();
    for (int i = 0; i < 60; i++) {
      rig.expire();
      var commit =
          owner
              .commit(round(epoch, i, thing(i, epoch)))
              .map(_ -> true)
              .onFailure(LeaseLost.class)
              .recoverWithItem(false);
      var takeover = other.lease().take("b");
      var both = await(Uni.combine().all().unis(commit, takeover).asTuple());
      boolean committed = both.getItem1();
      boolean taken = both.getItem2().isPresent();
      assertThat(rig.count("thing where id = " + i)).isEqualTo(committed ? 1 : 0);
      // A commit renews the lease, so a takeover after it finds it held; one before it fences it.
      assertThat(committed).isNotEqualTo(taken);
      if (taken) {
        assertThatThrownBy(() -> await(owner.commit(round(1, 1_000, thing(1_000, 1)))))
            .isInstanceOf(LeaseLost.class);
        epoch = both.getItem2().orElseThrow().epoch();
      }
    }
  }

  /**
   * A process that is paused inside its transaction holds its successor up for 5 s, not for ever.
   */
  @Test
  void pausedTransactionGivesWay() {
    rig.take(owner, "a");
    rig.expire();
    var paused =
        owner
            .commit(round(1, 1, writes(_ -> Uni.createFrom().nothing())))
            .subscribe()
            .asCompletionStage();
    Awaitility.await()
        .until(() -> rig.count("pg_stat_activity where state = 'idle in transaction'") > 0);
    long startedAt = System.nanoTime();
    assertThat(rig.take(other, "b").epoch()).isEqualTo(2);
    assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(9));
    paused.cancel(true);
    assertThatThrownBy(() -> await(owner.commit(round(1, 1, thing(1, 1)))))
        .isInstanceOf(LeaseLost.class);
  }

  @Test
  void writersHaveTimeLimitsAndSweepersHaveNone() {
    String show = "select current_setting('transaction_timeout'), current_setting($1)";
    String idle = "idle_in_transaction_session_timeout";
    var writer = await(rig.db().write(tx -> tx.rows(show, idle))).getFirst();
    assertThat(writer.getString(0)).isEqualTo("5s");
    assertThat(writer.getString(1)).isEqualTo("5s");
    var sweeper = await(rig.db().sweep(tx -> tx.rows(show, idle))).getFirst();
    assertThat(sweeper.getString(0)).isEqualTo("0");
    assertThat(sweeper.getString(1)).isEqualTo("0");
  }

  @Test
  void failedWriteLeavesNothing() {
    rig.take(owner, "a");
    var step = thing(1, 1, out("x", "m"));
    await(owner.commit(round(1, 1, step)));
    var again = round(1, 2, step);
    assertThatThrownBy(() -> await(owner.commit(again))).matches(SqlFaults::refused);
    assertThat(rig.count("kit_outbox")).isEqualTo(1);
    assertThat(rig.count("kit_commit")).isEqualTo(1);
    assertThat(rig.rows("select round from kit_lease").getFirst().getLong(0)).isEqualTo(1);
  }

  @Test
  void sameCommitIdStandsOnce() {
    rig.take(owner, "a");
    var first = round(1, 1, thing(1, 1, out("x", "m")));
    await(owner.commit(first));
    assertThatThrownBy(() -> await(owner.commit(first))).matches(SqlFaults::refused);
    assertThat(rig.count("kit_outbox")).isEqualTo(1);
  }

  @Test
  void numbersAreDensePerDestination() {
    rig.take(owner, "a");
    await(owner.commit(round(1, 1, thing(1, 1, out("x", "1"), out("y", "1"), out("x", "2")))));
    await(owner.commit(round(1, 2, thing(2, 1, out("x", "3")))));
    await(owner.commit(round(1, 3, thing(3, 1, out("y", "2"), out("y", "3")))));
    var x = await(rig.db().read(tx -> owner.outbox().next(tx, "x", 1, 10)));
    assertThat(x).extracting(OutboxTable.Stored::first).containsExactly(1L, 3L);
    assertThat(x).extracting(OutboxTable.Stored::last).containsExactly(2L, 3L);
    assertThat(x.stream().flatMap(row -> row.messages().stream()).map(ByteString::toStringUtf8))
        .containsExactly("1", "2", "3");
    var y = await(rig.db().read(tx -> owner.outbox().next(tx, "y", 1, 10)));
    assertThat(y).extracting(OutboxTable.Stored::last).containsExactly(1L, 3L);
    var streams = await(owner.outbox().streams());
    assertThat(streams.get("x"))
        .isEqualTo(new Lane.Stream("x", Lineage.FIRST, 3, 0, Optional.empty()));
  }

  @Test
  void onlyWholeRowsBelowTheAcknowledgementAreCut() {
    rig.take(owner, "a");
    await(owner.commit(round(1, 1, thing(1, 1, out("x", "1"), out("x", "2")))));
    await(owner.commit(round(1, 2, thing(2, 1, out("x", "3"), out("x", "4")))));
    assertThat(cut(owner, 1, 3)).isEqualTo(1);
    assertThat(await(owner.outbox().streams()).get("x").acked()).isEqualTo(2);
    var left = await(rig.db().read(tx -> owner.outbox().next(tx, "x", 4, 10)));
    assertThat(left).hasSize(1);
    assertThat(cut(owner, 1, 4)).isEqualTo(1);
    assertThat(await(owner.outbox().streams()).get("x"))
        .isEqualTo(new Lane.Stream("x", Lineage.FIRST, 4, 4, Optional.empty()));
  }

  @Test
  void formerOwnerCutsNothing() {
    rig.take(owner, "a");
    await(owner.commit(round(1, 1, thing(1, 1, out("x", "1")))));
    rig.expire();
    rig.take(other, "b");
    assertThatThrownBy(() -> cut(owner, 1, 1)).isInstanceOf(LeaseLost.class);
    assertThat(rig.count("kit_outbox")).isEqualTo(1);
    assertThat(cut(other, 2, 1)).isEqualTo(1);
  }

  @Test
  void oneTransactionCutsAPortionTheOldestFirst() {
    rig.take(owner, "a");
    for (int i = 1; i <= 5; i++) {
      await(owner.commit(round(1, i, thing(i, 1, out("x", "m")))));
    }
    assertThat(cut(owner, 1, 4, 3)).isEqualTo(3);
    assertThat(await(owner.outbox().streams()).get("x").acked()).isEqualTo(3);
    assertThat(cut(owner, 1, 4, 3)).isEqualTo(1);
  }

  /** A zombie that wakes up into the very takeover waits for it, and then cuts nothing. */
  @Test
  void zombieBesideATakeoverCutsNothing() throws Exception {
    rig.take(owner, "a");
    await(owner.commit(round(1, 1, thing(1, 1, out("x", "1")))));
    var taken = new CompletableFuture<Void>();
    var takeover =
        rig.db()
            .write(
                tx ->
                    tx.update("update kit_lease set epoch = 2, holder = 'b'")
                        .chain(_ -> Uni.createFrom().completionStage(taken)))
            .subscribeAsCompletionStage();
    Awaitility.await()
        .until(() -> rig.count("pg_stat_activity where state = 'idle in transaction'") > 0);
    var zombie =
        owner
            .lease()
            .under(1, tx -> owner.outbox().cut(tx, "x", 1, 10))
            .subscribeAsCompletionStage();
    Awaitility.await()
        .until(() -> rig.count("pg_stat_activity where wait_event_type = 'Lock'") > 0);
    taken.complete(null);
    takeover.get(20, TimeUnit.SECONDS);
    assertThatThrownBy(() -> zombie.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(LeaseLost.class);
    assertThat(rig.count("kit_outbox")).isEqualTo(1);
  }

  /** Whoever cuts while another takes over has cut before; what it cut is then gone for both. */
  @Test
  void takeoverWaitsForACutUnderWay() throws Exception {
    rig.take(owner, "a");
    await(owner.commit(round(1, 1, thing(1, 1, out("x", "1")))));
    rig.expire();
    var go = new CompletableFuture<Void>();
    var cutting =
        owner
            .lease()
            .under(
                1,
                tx ->
                    owner
                        .outbox()
                        .cut(tx, "x", 1, 10)
                        .call(_ -> Uni.createFrom().completionStage(go)))
            .subscribeAsCompletionStage();
    Awaitility.await()
        .until(() -> rig.count("pg_stat_activity where state = 'idle in transaction'") > 0);
    var takeover = other.lease().take("b").subscribeAsCompletionStage();
    Awaitility.await()
        .until(() -> rig.count("pg_stat_activity where wait_event_type = 'Lock'") > 0);
    assertThat(takeover).isNotDone();
    go.complete(null);
    assertThat(cutting.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(takeover.get(20, TimeUnit.SECONDS)).isPresent();
  }

  private static int cut(CellLedger ledger, long epoch, long acked) {
    return cut(ledger, epoch, acked, 1_000);
  }

  private static int cut(CellLedger ledger, long epoch, long acked, int limit) {
    Uni<Integer> cut =
        ledger.lease().under(epoch, tx -> ledger.outbox().cut(tx, "x", acked, limit));
    return await(cut);
  }

  @Test
  void oversizeMessageIsRefusedBeforeItIsStored() {
    rig.take(owner, "a");
    var huge = new Step.Out("x", ByteString.copyFrom(new byte[600 * 1024]));
    assertThatThrownBy(() -> await(owner.commit(round(1, 1, thing(1, 1, huge)))))
        .hasMessageContaining("fits no record");
    assertThat(rig.count("thing")).isZero();
  }

  @Test
  void whatWasReadIsStoredWithItsEffects() {
    rig.take(owner, "a");
    var stream = new StreamId("them", "me", 0);
    var key = new Statements.Key("topic", "them", "subject");
    var advance =
        new Advance(
            Map.of(stream, new Position(1, 12)),
            Map.of("topic", new TopicPosition("id", 99)),
            Map.of(key, 4L),
            Optional.of(
                new Advance.Quarantined("s", 12, ByteString.copyFromUtf8("body"), "because")),
            Optional.empty());
    await(owner.commit(new Round(UUID.randomUUID(), 1, 1, Instant.EPOCH, thing(1, 1), advance)));
    var stored = await(rig.db().sweep(owner::stored));
    assertThat(stored.streams()).containsOnly(Map.entry(stream, new Position(1, 12)));
    assertThat(stored.offsets()).containsOnly(Map.entry("topic", new TopicPosition("id", 99)));
    assertThat(stored.statements()).containsOnly(Map.entry(key, 4L));
    assertThat(rig.count("kit_quarantine where number = 12 and reason = 'because'")).isEqualTo(1);
    var later =
        new Advance(
            Map.of(stream, new Position(1, 13)),
            Map.of("topic", new TopicPosition("id2", 1)),
            Map.of(key, 5L),
            Optional.empty(),
            Optional.empty());
    await(owner.commit(new Round(UUID.randomUUID(), 1, 2, Instant.EPOCH, thing(2, 1), later)));
    var again = await(rig.db().sweep(owner::stored));
    assertThat(again.streams()).containsOnly(Map.entry(stream, new Position(1, 13)));
    assertThat(again.offsets()).containsOnly(Map.entry("topic", new TopicPosition("id2", 1)));
    assertThat(again.statements()).containsOnly(Map.entry(key, 5L));
  }

  @Test
  void sweepDeletesOnlyWhatIsOld() {
    rig.take(owner, "a");
    await(owner.commit(round(1, 1, thing(1, 1))));
    await(owner.commit(round(1, 2, thing(2, 1))));
    rig.run(
        tx ->
            tx.update(
                "update kit_commit set at = at - interval '2 hours' where ctid = (select min(ctid)"
                    + " from kit_commit)"));
    await(Trim.sweep(rig.db()));
    assertThat(rig.count("kit_commit")).isEqualTo(1);
  }
}
