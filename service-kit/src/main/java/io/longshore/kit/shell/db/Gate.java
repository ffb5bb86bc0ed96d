package io.longshore.kit.shell.db;

import io.longshore.kit.core.Check;
import io.longshore.kit.core.CommitVerdict;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.kit.shell.GateProgram;
import io.longshore.kit.shell.GateProgram.Decided;
import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way in for requests that any instance accepts: without a lease, callers that come at the same
 * time share one transaction, and the gate row's lock makes all instances' transactions one after
 * another. What a caller is answered is committed. One transaction is under way per gate; what
 * arrives meanwhile is the next batch, so batches grow with the load and stay small without.
 *
 * @param <W> a request
 * @param <A> its answer
 */
public final class Gate<W, A> {

  private static final Logger LOG = Logger.getLogger(Gate.class);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final String LOCK =
      """
      insert into kit_gate as g (scope, clock) values ($1, clock_timestamp())
      on conflict (scope) do update set clock = greatest(g.clock, clock_timestamp())
      returning clock
      """;

  private final Db db;
  private final String scope;
  private final OutboxTable outbox;
  private final GateProgram<W, A> program;
  private final Bounds bounds;
  private final Runnable committed;
  private final io.vertx.core.Context context;

  private final Object lock = new Object();
  private final ArrayDeque<Waiting<W, A>> queue = new ArrayDeque<>();
  private boolean busy;

  /**
   * Limits of a gate.
   *
   * @param batch most requests in one transaction
   * @param queue most requests that wait; more are refused as unavailable
   * @param patience how long a batch is repeated before its callers are told that the outcome is
   *     unknown
   */
  public record Bounds(int batch, int queue, Duration patience) {

    /** 500 in a transaction, 10,000 waiting, 15 s. */
    public static final Bounds DEFAULT = new Bounds(500, 10_000, Duration.ofSeconds(15));
  }

  private record Waiting<W, A>(W work, UniEmitter<? super A> emitter, @Nullable Context caller) {

    void answer(A answer) {
      on(() -> emitter.complete(answer));
    }

    void fail(Throwable failure) {
      on(() -> emitter.fail(failure));
    }

    private void on(Runnable action) {
      if (caller == null) {
        action.run();
      } else {
        caller.runOnContext(_ -> action.run());
      }
    }
  }

  /**
   * A gate of this instance.
   *
   * @param scope names the gate row, the same on all instances
   * @param sender the streams' end, the same as the publisher's
   * @param committed told after each commit: there may be something to send
   */
  public Gate(
      Vertx vertx,
      Db db,
      String scope,
      OutboxTable outbox,
      GateProgram<W, A> program,
      Bounds bounds,
      Runnable committed) {
    this.context =
        ((io.vertx.core.impl.VertxInternal) vertx.getDelegate()).createEventLoopContext();
    this.db = db;
    this.scope = scope;
    this.outbox = outbox;
    this.program = program;
    this.bounds = bounds;
    this.committed = committed;
  }

  /**
   * Commits {@code work} with whatever else waits. Fails as {@code UNAVAILABLE} when too much waits
   * or the outcome cannot be found out in time, and with the program's failure if the work alone
   * makes it throw.
   */
  public Uni<A> commit(W work) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              boolean accepted;
              synchronized (lock) {
                accepted = queue.size() < bounds.queue();
                if (accepted) {
                  queue.add(new Waiting<>(work, emitter, io.vertx.core.Vertx.currentContext()));
                }
              }
              if (accepted) {
                context.runOnContext(_ -> drain());
              } else {
                emitter.fail(
                    Refusals.exception(
                        new Refusal.Unavailable("too many requests wait, try again")));
              }
            });
  }

  private void drain() {
    List<Waiting<W, A>> batch = new ArrayList<>();
    synchronized (lock) {
      if (busy) {
        return;
      }
      while (batch.size() < bounds.batch() && !queue.isEmpty()) {
        batch.add(queue.remove());
      }
      busy = !batch.isEmpty();
    }
    if (batch.isEmpty()) {
      return;
    }
    settle(batch)
        .subscribe()
        .with(
            _ -> next(),
            failure -> {
              // settle answers every caller itself; whatever comes here is a bug in it.
              LOG.errorf(failure, "gate failed scope=%s batch=%d", scope, batch.size());
              batch.forEach(waiting -> waiting.fail(failure));
              next();
            });
  }

  private void next() {
    synchronized (lock) {
      busy = false;
    }
    drain();
  }

  /** Brings a batch to its end: all answered, or each tried alone. */
  private Uni<Void> settle(List<Waiting<W, A>> batch) {
    return new Attempt(batch)
        .run(System.nanoTime() + bounds.patience().toNanos())
        .invoke(
            answers -> {
              committed.run();
              for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer(answers.get(i));
              }
            })
        .replaceWithVoid()
        .onFailure()
        .recoverWithUni(failure -> alone(batch, failure));
  }

  private Uni<Void> alone(List<Waiting<W, A>> batch, Throwable failure) {
    if (failure instanceof Unsettled) {
      LOG.errorf(failure, "gate commit not settled scope=%s batch=%d", scope, batch.size());
      batch.forEach(
          waiting ->
              waiting.fail(
                  Refusals.exception(
                      new Refusal.Unavailable(
                          "the database does not answer, whether this was done is unknown"))));
      return Uni.createFrom().voidItem();
    }
    if (batch.size() == 1) {
      batch.getFirst().fail(failure);
      return Uni.createFrom().voidItem();
    }
    LOG.warnf(
        failure, "gate batch threw, each request alone scope=%s batch=%d", scope, batch.size());
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Waiting<W, A> waiting : batch) {
      all = all.chain(() -> settle(List.of(waiting)));
    }
    return all;
  }

  /** One batch under one commit id, repeated until the database has said what became of it. */
  private final class Attempt {

    private final UUID id = UUID.randomUUID();
    private final List<W> works;
    // Set by the try that got past the commit id: the last such try is the one that may stand.
    private final AtomicReference<@Nullable Decided<A>> decided = new AtomicReference<>();

    Attempt(List<Waiting<W, A>> batch) {
      this.works = batch.stream().map(Waiting::work).toList();
    }

    Uni<List<A>> run(long deadline) {
      return commit()
          .onFailure()
          .recoverWithUni(failure -> readBack(failure, deadline))
          .map(Decided::answers);
    }

    private Uni<Decided<A>> commit() {
      return db.write(
          tx ->
              tx.rows(LOCK, scope)
                  .map(rows -> LeaseTable.instant(rows.getFirst(), "clock"))
                  .call(_ -> tx.update(CellLedger.COMMIT_ID, id, scope))
                  .chain(now -> decide(tx, now))
                  .call(result -> outbox.append(tx, result.messages())));
    }

    private Uni<Decided<A>> decide(Tx tx, Instant now) {
      return program
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
      return db.write(tx -> tx.rows(CellLedger.COMMIT_THERE, id))
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
          .emitOn(command -> context.runOnContext(_ -> command.run()))
          .chain(next);
    }
  }

  private static final class Unsettled extends RuntimeException {
    Unsettled(Throwable cause) {
      super(cause);
    }
  }
}
