package io.longshore.kit.shell.db;

import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.kit.shell.GateProgram;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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

  private final String scope;
  private final GateCommit.Parts<W, A> parts;
  private final Bounds bounds;
  private final Runnable committed;
  private final Context context;

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
    this.context = ((VertxInternal) vertx.getDelegate()).createEventLoopContext();
    this.scope = scope;
    this.parts = new GateCommit.Parts<>(db, scope, outbox, program, context);
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
    var works = batch.stream().map(Waiting::work).toList();
    return new GateCommit<>(parts, works)
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
    if (failure instanceof GateCommit.Unsettled) {
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
}
