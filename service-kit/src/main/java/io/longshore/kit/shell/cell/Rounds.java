package io.longshore.kit.shell.cell;

import io.longshore.kit.core.RoundClock;
import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.LeaseTable;
import io.longshore.kit.shell.db.Round;
import io.longshore.kit.shell.db.SqlFaults;
import io.longshore.kit.shell.kafka.Publisher;
import io.longshore.kit.wire.Batch;
import io.longshore.kit.wire.Inputs;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The rounds of one ownership, strictly one after another, and the clock and number that they run
 * by. The sentence of every service is {@link #round}: what arrived, what it comes to, one commit,
 * out.
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
  private RoundClock clock;
  private long number;
  private Optional<Instant> wakeAt = Optional.empty();
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

  Rounds(Parts parts, LeaseTable.Taken taken) {
    this.program = parts.program();
    this.scope = parts.wiring().scope();
    this.ownership =
        new Program.Ownership(taken.epoch(), parts.kit().holder(), parts.wiring().cell());
    this.loop = parts.loop();
    this.db = parts.kit().db();
    this.commits = parts.commits();
    this.publisher = parts.publisher();
    this.metrics = parts.metrics();
    this.clock = new RoundClock(taken.clock(), taken.now(), System.nanoTime());
    this.number = taken.round();
  }

  /** Memory from the database; what it says holds, and is committed as a round. */
  void load() throws InterruptedException {
    long startedAt = System.nanoTime();
    loaded = false;
    Step step = loop.await(() -> db.sweep(tx -> program.load(ownership, tx)));
    loaded = true;
    commit(step, Batch.EMPTY, clock.now(System.nanoTime()));
    wakeAt = step.wakeAt();
    LOG.infof(
        "loaded scope=%s epoch=%d round=%d ms=%d",
        scope, ownership.epoch(), number, (System.nanoTime() - startedAt) / 1_000_000);
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
   * @param again the input was put aside once and is given again by an operator
   * @throws StepFailed if the step, or what it wants to write, cannot stand the inputs
   */
  void round(Batch batch, boolean timersMayFire, boolean again) throws InterruptedException {
    long startedAt = System.nanoTime();
    Instant now = clock.now(startedAt);
    Inputs inputs = inputs(batch, now, timersMayFire, again);
    Step step = decide(() -> program.step(inputs));
    long decidedAt = System.nanoTime();
    commit(step, batch, now);
    wakeAt = step.wakeAt();
    metrics.round(batch.size(), startedAt, decidedAt, System.nanoTime());
  }

  private Inputs inputs(Batch batch, Instant now, boolean timersMayFire, boolean again) {
    return new Inputs(
        now,
        number + 1,
        batch.messages(),
        batch.statements(),
        batch.entries(),
        timersMayFire,
        again);
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
        Instant now = clock.now(System.nanoTime());
        Inputs alone = inputs(single, now, false, false);
        Step held = decide(() -> program.quarantined(alone, reason));
        between(held, single.quarantined(reason), now);
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
    Instant now = clock.now(System.nanoTime());
    Inputs alone = inputs(single, now, false, false);
    between(decide(() -> program.failed(alone, reason)), single, now);
  }

  /** Commits something that is no round of the program's. */
  void note(Batch batch) throws InterruptedException {
    between(Step.nothing(Optional.empty()), batch, clock.now(System.nanoTime()));
  }

  /** Commits something between two rounds; the wake-up that was asked for stands. */
  private void between(Step step, Batch batch, Instant now) throws InterruptedException {
    commit(step, batch, now);
    if (wakeAt.isEmpty() || step.wakeAt().filter(at -> at.isBefore(wakeAt.get())).isPresent()) {
      wakeAt = step.wakeAt();
    }
  }

  private void commit(Step step, Batch batch, Instant now) throws InterruptedException {
    commits
        .settle(
            new Round(UUID.randomUUID(), ownership.epoch(), number + 1, now, step, batch.advance()))
        .ifPresent(database -> clock = clock.answered(database, System.nanoTime()));
    number++;
    clock = clock.committed(now);
    loop.run(() -> program.committed(step));
    publisher.committed(step, batch.advance().streams());
  }

  /** The number of the last round. */
  long number() {
    return number;
  }

  /** Whether the wake-up that was asked for is due. */
  boolean wakeDue() {
    Instant now = clock.now(System.nanoTime());
    return wakeAt.filter(at -> !at.isAfter(now)).isPresent();
  }

  /** Nanoseconds until the wake-up that was asked for; {@code otherwise} where there is none. */
  long untilWake(long otherwise) {
    Instant now = clock.now(System.nanoTime());
    return wakeAt.map(at -> Math.max(0, Duration.between(now, at).toNanos())).orElse(otherwise);
  }
}
