package io.longshore.kit.shell.cell;

import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.Round;
import io.longshore.kit.shell.db.SqlFaults;
import io.longshore.kit.shell.kafka.Publisher;
import io.longshore.kit.wire.Batch;
import io.longshore.kit.wire.Turns;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Does the rounds that the {@link Turns} says. The sentence of every service is {@link #round}:
 * what arrived, what it comes to, one commit, out.
 */
final class Rounds {

  private static final Logger LOG = Logger.getLogger(Rounds.class);

  private final Program program;
  private final Program.Ownership ownership;
  private final String scope;
  private final OnContext loop;
  private final Db db;
  private final Commits commits;
  private final Publisher publisher;
  private final CellMetrics metrics;
  private final Turns rounds;
  private volatile boolean loaded;

  /** What rounds work with. */
  record Parts(
      Program program,
      Wiring wiring,
      OnContext loop,
      Kit kit,
      Commits commits,
      Publisher publisher,
      CellMetrics metrics) {}

  Rounds(Parts parts, Turns rounds, long epoch) {
    this.rounds = rounds;
    this.program = parts.program();
    this.scope = parts.wiring().scope();
    this.ownership = new Program.Ownership(epoch, parts.kit().holder(), parts.wiring().cell());
    this.loop = parts.loop();
    this.db = parts.kit().db();
    this.commits = parts.commits();
    this.publisher = parts.publisher();
    this.metrics = parts.metrics();
  }

  /** Memory from the database; what it says holds, and is committed as a round. */
  void load() throws InterruptedException {
    long startedAt = System.nanoTime();
    loaded = false;
    Step step = loop.await(() -> db.sweep(tx -> program.load(ownership, tx)));
    loaded = true;
    commit(step, rounds.load(System.nanoTime()));
    LOG.infof(
        "loaded scope=%s epoch=%d round=%d ms=%d",
        scope, ownership.epoch(), rounds.number(), (System.nanoTime() - startedAt) / 1_000_000);
  }

  /** Memory is not to be trusted after a failed step: it is built anew. */
  void reload() throws InterruptedException {
    loop.run(program::dropped);
    load();
  }

  /** Memory is built. */
  boolean loaded() {
    return loaded;
  }

  /**
   * One round: what arrived, what it comes to, one commit, out. The only place where they meet.
   *
   * @throws StepFailed if the step, or what it wants to write, cannot stand the inputs
   */
  void round(Turns.Round round) throws InterruptedException {
    long startedAt = System.nanoTime();
    Step step = decide(() -> program.step(round.inputs()));
    long decidedAt = System.nanoTime();
    commit(step, round);
    metrics.round(round.batch().size(), startedAt, decidedAt, System.nanoTime());
  }

  private Step decide(Supplier<Uni<Step>> deciding) throws InterruptedException {
    try {
      return loop.await(deciding);
    } catch (RuntimeException e) {
      // A step that could not read the database says nothing about its inputs: the scope is loaded
      // anew.
      throw SqlFaults.passing(e) ? e : new StepFailed(e);
    }
  }

  /**
   * Commits an input as put aside, with what the program holds because of it; without, where that
   * fails too: the input must not hold up those behind it.
   */
  void aside(Batch single, String reason) throws InterruptedException {
    if (!single.messages().isEmpty()) {
      try {
        var round = rounds.between(single.quarantined(reason), System.nanoTime());
        commit(decide(() -> program.quarantined(round.inputs(), reason)), round);
        return;
      } catch (StepFailed e) {
        LOG.errorf(e.getCause(), "what was put aside cannot be held scope=%s", scope);
        reload();
      }
    }
    note(single.quarantined(reason));
  }

  /**
   * Commits that an operator gave up the input of {@code single}, and the quarantine's end.
   *
   * @throws StepFailed if the program cannot do so
   */
  void giveUp(Batch single, String reason) throws InterruptedException {
    var round = rounds.between(single, System.nanoTime());
    commit(decide(() -> program.failed(round.inputs(), reason)), round);
  }

  /** Commits something that is no round of the program's. */
  void note(Batch batch) throws InterruptedException {
    commit(Step.nothing(Optional.empty()), rounds.between(batch, System.nanoTime()));
  }

  private void commit(Step step, Turns.Round round) throws InterruptedException {
    commits
        .settle(
            new Round(
                UUID.randomUUID(),
                ownership.epoch(),
                round.number(),
                round.at(),
                step,
                round.batch().advance()))
        .ifPresent(database -> rounds.answered(database, System.nanoTime()));
    rounds.committed(round, step.wakeAt());
    loop.run(() -> program.committed(step));
    publisher.committed(step, round.batch().advance().streams());
  }
}
