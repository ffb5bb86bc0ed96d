package io.longshore.kit.shell.db;

import io.longshore.kit.core.Check;
import io.longshore.kit.core.CommitVerdict;
import io.longshore.kit.shell.GateProgram;
import io.longshore.kit.shell.GateProgram.Decided;
import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One batch of a gate under one commit id, repeated until the database has said what became of it.
 */
final class GateCommit<W, A> {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final String LOCK =
      """
      insert into kit_gate as g (scope, clock) values ($1, clock_timestamp())
      on conflict (scope) do update set clock = greatest(g.clock, clock_timestamp())
      returning clock
      """;

  private final Parts<W, A> parts;
  private final UUID id = UUID.randomUUID();
  private final List<W> works;
  // Set by the try that got past the commit id: the last such try is the one that may stand.
  private final AtomicReference<@Nullable Decided<A>> decided = new AtomicReference<>();

  /** What all batches of a gate share. */
  record Parts<W, A>(
      Db db, String scope, OutboxTable outbox, GateProgram<W, A> program, Context context) {}

  GateCommit(Parts<W, A> parts, List<W> works) {
    this.parts = parts;
    this.works = works;
  }

  /**
   * Gives the answers once they are committed; fails as {@link Unsettled} if that is not known at
   * {@code deadline} (monotonic nanoseconds), or with what the batch made the program throw.
   */
  Uni<List<A>> run(long deadline) {
    return commit()
        .onFailure()
        .recoverWithUni(failure -> readBack(failure, deadline))
        .map(Decided::answers);
  }

  private Uni<Decided<A>> commit() {
    return parts
        .db()
        .write(
            tx ->
                tx.rows(LOCK, parts.scope())
                    .map(rows -> LeaseTable.instant(rows.getFirst(), "clock"))
                    .call(_ -> tx.update(CellLedger.COMMIT_ID, id, parts.scope()))
                    .chain(now -> decide(tx, now))
                    .call(result -> parts.outbox().append(tx, result.messages())));
  }

  private Uni<Decided<A>> decide(Tx tx, Instant now) {
    return parts
        .program()
        .decide(works, now, tx)
        .invoke(
            result -> {
              Check.that(
                  result.answers().size() == works.size(),
                  "%d answers to %d requests",
                  result.answers().size(),
                  works.size());
              decided.set(result);
            });
  }

  private Uni<Decided<A>> readBack(Throwable failure, long deadline) {
    return parts
        .db()
        .write(tx -> tx.rows(CellLedger.COMMIT_THERE, id))
        .onItemOrFailure()
        .transformToUni(
            (found, unreadable) -> {
              if (unreadable != null) {
                return later(deadline, unreadable, () -> readBack(failure, deadline));
              }
              Decided<A> result = decided.get();
              if (result != null
                  && CommitVerdict.of(0, 0, !found.isEmpty()) == CommitVerdict.GO_ON) {
                return Uni.createFrom().item(result);
              }
              if (!SqlFaults.passing(failure)) {
                return Uni.createFrom().failure(failure);
              }
              return later(
                  deadline,
                  failure,
                  () -> commit().onFailure().recoverWithUni(again -> readBack(again, deadline)));
            });
  }

  private Uni<Decided<A>> later(
      long deadline, Throwable why, Supplier<Uni<? extends Decided<A>>> next) {
    if (System.nanoTime() - deadline > 0) {
      return Uni.createFrom().failure(new Unsettled(why));
    }
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(PAUSE)
        .emitOn(command -> parts.context().runOnContext(_ -> command.run()))
        .chain(next);
  }

  /** Whether the batch was committed could not be found out in time. */
  static final class Unsettled extends RuntimeException {
    Unsettled(Throwable cause) {
      super(cause);
    }
  }
}
