package io.longshore.kit.shell.db;

import static io.longshore.kit.shell.db.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.longshore.kit.shell.GateProgram;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.testing.PgProxy;
import io.longshore.kit.testing.PostgresResource;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Group commit of two instances over one real PostgreSQL. */
class GateTest {

  private static final Gate.Bounds BOUNDS = new Gate.Bounds(50, 5_000, Duration.ofSeconds(3));

  private final Rig rig = new Rig();
  private final PgProxy proxy = new PgProxy();
  private final AtomicInteger batches = new AtomicInteger();
  private final AtomicInteger committed = new AtomicInteger();

  @BeforeEach
  void table() {
    rig.run(
        tx ->
            tx.update(
                "create table work (id int primary key, batch int not null, seen bigint not null,"
                    + " at timestamptz not null)"));
  }

  @AfterEach
  void close() {
    rig.close();
    proxy.close();
  }

  /** Writes a row a work and sends a message a work; negative works throw. */
  private final class Recorder implements GateProgram<Integer, String> {

    @Override
    public Uni<Decided<String>> decide(List<Integer> works, Instant now, Tx tx) {
      if (works.stream().anyMatch(work -> work < 0)) {
        throw new IllegalStateException("cannot do that");
      }
      int batch = batches.incrementAndGet();
      return tx.rows("select coalesce(max(next), 1) from kit_stream_out")
          .chain(
              rows ->
                  tx.update(
                      "insert into work select unnest($1::int[]), $2, $3, $4",
                      works.toArray(Integer[]::new),
                      batch,
                      rows.getFirst().getLong(0),
                      now))
          .map(
              _ ->
                  new Decided<>(
                      works.stream().map(work -> "done " + work).toList(),
                      works.stream()
                          .map(work -> new Step.Out("there", ByteString.copyFromUtf8("" + work)))
                          .toList()));
    }
  }

  private Gate<Integer, String> gate(Db db) {
    return new Gate<>(
        rig.vertx(),
        db,
        "intake",
        new OutboxTable(db, "me", 0),
        new Recorder(),
        BOUNDS,
        committed::incrementAndGet);
  }

  @Test
  void numbersAreDenseInCommitOrderOverTwoInstances() {
    var first = gate(rig.db());
    var second = gate(rig.through(PostgresResource.port()));
    int count = 2_000;
    var calls = new ArrayList<Uni<String>>();
    for (int i = 0; i < count; i++) {
      calls.add((i % 2 == 0 ? first : second).commit(i));
    }
    var answers = await(Uni.join().all(calls).andFailFast());
    assertThat(answers)
        .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(i -> "done " + i).toList());
    assertThat(committed.get()).isEqualTo(batches.get()).isLessThan(count / 5);
    var rows =
        await(rig.db().read(tx -> new OutboxTable(rig.db(), "me", 0).next(tx, "there", 1, count)));
    var numbers = new ArrayList<Long>();
    var words = new HashSet<String>();
    for (var row : rows) {
      LongStream.rangeClosed(row.first(), row.last()).forEach(numbers::add);
      row.messages().forEach(message -> words.add(message.toStringUtf8()));
      // What a transaction saw given before it is exactly what lies below its own numbers.
      int work = Integer.parseInt(row.messages().getFirst().toStringUtf8());
      long seen = rig.rows("select seen from work where id = " + work).getFirst().getLong(0);
      assertThat(seen).isEqualTo(row.first());
    }
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, count).boxed().toList());
    assertThat(words).hasSize(count);
    assertThat(rig.count("work")).isEqualTo(count);
  }

  @Test
  void clockOfTheGateNeverGoesBack() {
    rig.run(
        tx ->
            tx.update(
                "insert into kit_gate values ('intake', clock_timestamp() + interval '1 hour')"));
    await(gate(rig.db()).commit(1));
    assertThat(rig.count("work where at > clock_timestamp() + interval '59 minutes'")).isEqualTo(1);
  }

  @Test
  void workThatThrowsFailsOnlyItsCaller() {
    var gate = gate(rig.db());
    var good = IntStream.range(0, 20).mapToObj(gate::commit).toList();
    var bad = gate.commit(-1);
    var more = IntStream.range(20, 40).mapToObj(gate::commit).toList();
    var all = new ArrayList<>(good);
    all.addAll(more);
    var failed = bad.subscribe().asCompletionStage();
    assertThat(await(Uni.join().all(all).andFailFast())).hasSize(40);
    assertThatThrownBy(failed::join).hasRootCauseMessage("cannot do that");
    assertThat(rig.count("work")).isEqualTo(40);
  }

  @Test
  void lostAnswerIsNotDoneTwice() {
    var gate = gate(rig.through(proxy.port()));
    proxy.loseAnswers(1);
    assertThat(await(gate.commit(1))).isEqualTo("done 1");
    assertThat(rig.count("work")).isEqualTo(1);
    assertThat(rig.count("kit_outbox")).isEqualTo(1);
  }

  @Test
  void lostCommitIsDoneAgain() {
    var gate = gate(rig.through(proxy.port()));
    proxy.loseCommits(1);
    assertThat(await(gate.commit(1))).isEqualTo("done 1");
    assertThat(rig.count("work")).isEqualTo(1);
  }

  @Test
  void databaseAwayIsUnavailableAndNeverALie() {
    var gate = gate(rig.through(proxy.port()));
    proxy.down(true);
    assertThatThrownBy(() -> await(gate.commit(1)))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    proxy.down(false);
    assertThat(await(gate.commit(2))).isEqualTo("done 2");
    assertThat(rig.count("work where id = 1")).isZero();
  }

  @Test
  void tooManyWaitingAreRefused() {
    var gate =
        new Gate<>(
            rig.vertx(),
            rig.through(proxy.port()),
            "intake",
            new OutboxTable(rig.db(), "me", 0),
            new Recorder(),
            new Gate.Bounds(1, 2, Duration.ofSeconds(1)),
            () -> {});
    proxy.down(true);
    var calls =
        IntStream.range(0, 20)
            .mapToObj(i -> gate.commit(i).subscribe().asCompletionStage())
            .toList();
    assertThat(calls)
        .anySatisfy(
            call ->
                assertThatThrownBy(call::join)
                    .hasRootCauseMessage("UNAVAILABLE: too many requests wait, try again"));
  }
}
