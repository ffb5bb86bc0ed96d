package io.longshore.kit.shell.cell;

import io.longshore.kit.core.RoundClock;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.core.Undecodable;
import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.db.CellLedger;
import io.longshore.kit.shell.db.LeaseLost;
import io.longshore.kit.shell.db.LeaseTable;
import io.longshore.kit.shell.db.Round;
import io.longshore.kit.shell.db.SqlFaults;
import io.longshore.kit.shell.kafka.Inbox;
import io.longshore.kit.shell.kafka.Publisher;
import io.longshore.kit.shell.kafka.PublisherMetrics;
import io.longshore.kit.shell.kafka.Reading;
import io.longshore.kit.shell.kafka.Routes;
import io.longshore.kit.shell.kafka.TopicReader;
import io.longshore.kit.wire.Assembly;
import io.longshore.kit.wire.Batch;
import io.longshore.kit.wire.Inputs;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * One ownership of a scope, from the lease taken to the lease lost: load, then rounds, strictly one
 * after another. The sentence of every service is {@link #round}: what arrived, what it comes to,
 * one commit, out.
 */
final class Tenure implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Tenure.class);

  /** An idle loop turns this often, which is what liveness looks at. */
  private static final long TURN_NANOS = Duration.ofMillis(500).toNanos();

  /** How long a due wake-up waits while timers may not fire. */
  private static final long STALE_WAIT_NANOS = Duration.ofMillis(100).toNanos();

  private static final long NO_INPUT_PAUSE_MS = 5_000;

  private final Program program;
  private final Wiring wiring;
  private final CellLedger ledger;
  private final OnContext loop;
  private final Kit kit;
  private final CellSettings settings;
  private final CellMetrics metrics;
  private final BooleanSupplier stopping;
  private final Runnable turned;
  private final Program.Ownership ownership;
  private final LeaseKeeper keeper;
  private final Commits commits;
  private final Inbox inbox;
  private final Publisher publisher;
  private final AtomicBoolean roundAsked = new AtomicBoolean();
  private final Suspects suspects = new Suspects();
  private volatile Optional<TopicReader> reader = Optional.empty();
  private volatile Assembly assembly;
  private RoundClock clock;
  private long round;
  private Optional<Instant> wakeAt = Optional.empty();
  private Batch restore = Batch.EMPTY;
  private volatile boolean loaded;

  /** What a tenure gets from the runtime. */
  record Frame(
      Program program,
      Wiring wiring,
      CellLedger ledger,
      OnContext loop,
      Kit kit,
      CellSettings settings,
      CellMetrics metrics,
      PublisherMetrics sending,
      BooleanSupplier stopping,
      Runnable turned) {}

  Tenure(Frame frame, LeaseTable.Taken taken, long askedAt) {
    this.program = frame.program();
    this.wiring = frame.wiring();
    this.ledger = frame.ledger();
    this.loop = frame.loop();
    this.kit = frame.kit();
    this.settings = frame.settings();
    this.metrics = frame.metrics();
    this.stopping = frame.stopping();
    this.turned = frame.turned();
    this.ownership = new Program.Ownership(taken.epoch(), kit.holder(), wiring.cell());
    this.clock = new RoundClock(taken.clock(), taken.now(), System.nanoTime());
    this.round = taken.round();
    this.inbox = new Inbox(settings.inboxBytes());
    this.keeper = new LeaseKeeper(ledger.lease(), taken.epoch(), askedAt, this::keeperTicks);
    this.commits = new Commits(ledger, loop, keeper, metrics, wiring.scope(), turned);
    this.assembly = new Assembly(Assembly.Stored.NOTHING, Tenure::stopped);
    var parts =
        new Publisher.Parts(
            program, loop, kit.db(), ledger.outbox(), kit.kafka(), kit.topics(), frame.sending());
    this.publisher = new Publisher(parts, Routes.of(wiring), taken.epoch(), settings.outboxPoll());
  }

  /** Runs until the lease is lost (which throws) or the process stops. */
  void run() throws InterruptedException {
    keeper.start();
    Assembly.Stored stored = loop.await(() -> kit.db().sweep(ledger::stored));
    assembly = new Assembly(stored, Tenure::stopped);
    load();
    publisher.committed(Step.nothing(Optional.empty()), stored.streams());
    publisher.start();
    var topics =
        new TopicReader(kit.kafka(), kit.topics(), Reading.of(wiring), stored.offsets(), inbox);
    reader = Optional.of(topics);
    topics.start();
    while (!stopping.getAsBoolean()) {
      if (keeper.lost()) {
        throw new LeaseLost(wiring.scope(), ownership.epoch());
      }
      turned.run();
      next().ifPresent(this::tryRound);
    }
  }

  private static void stopped(StreamId stream, String why) {
    LOG.errorf("stream stopped stream=%s: %s", stream, why);
  }

  /** Memory from the database; what it says holds, and is committed as a round. */
  private void load() throws InterruptedException {
    long startedAt = System.nanoTime();
    loaded = false;
    Step step = loop.await(() -> kit.db().sweep(tx -> program.load(ownership, tx)));
    loaded = true;
    commit(step, Batch.EMPTY, clock.now(System.nanoTime()));
    LOG.infof(
        "loaded scope=%s epoch=%d round=%d ms=%d",
        wiring.scope(), ownership.epoch(), round, (System.nanoTime() - startedAt) / 1_000_000);
  }

  /** The next round's inputs; empty when there is nothing to do yet. */
  private Optional<Batch> next() throws InterruptedException {
    if (!restore.isEmpty()) {
      Batch first = restore;
      restore = Batch.EMPTY;
      return Optional.of(first);
    }
    Batch suspect = suspects.next();
    if (suspect != null) {
      return Optional.of(suspect);
    }
    assembly.add(inbox.take(settings.maxInputs(), patience()), System.nanoTime() / 1_000_000);
    publisher.acked(assembly.takeAcks());
    metrics.gaps(assembly.gaps().alarms(System.nanoTime() / 1_000_000));
    if (!assembly.ready()) {
      return Optional.empty();
    }
    Batch batch = assembly.take();
    boolean due = wakeDue() | roundAsked.getAndSet(false);
    return batch.isEmpty() && !due ? Optional.empty() : Optional.of(batch);
  }

  private boolean wakeDue() {
    Instant now = clock.now(System.nanoTime());
    return wakeAt.filter(at -> !at.isAfter(now)).isPresent();
  }

  /** How long to wait for input: until the wake-up, and a little where timers may not fire yet. */
  private long patience() {
    long monotonic = System.nanoTime();
    Instant now = clock.now(monotonic);
    long untilWake =
        wakeAt.map(at -> Math.max(0, Duration.between(now, at).toNanos())).orElse(TURN_NANOS);
    if (untilWake == 0 && !assembly.freshness().timersMayFire(monotonic)) {
      return STALE_WAIT_NANOS;
    }
    return Math.min(untilWake, TURN_NANOS);
  }

  /** A round, or what the poison rules make of one that fails. */
  private void tryRound(Batch batch) {
    try {
      try {
        round(batch);
      } catch (StepFailed e) {
        recover(batch, e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }

  /** One round: what arrived, what it comes to, one commit, out. The only place where they meet. */
  private void round(Batch batch) throws InterruptedException {
    long startedAt = System.nanoTime();
    Instant now = clock.now(startedAt);
    Step step = decide(inputs(batch, now));
    long decidedAt = System.nanoTime();
    commit(step, batch, now);
    metrics.round(batch.size(), startedAt, decidedAt, System.nanoTime());
  }

  private Inputs inputs(Batch batch, Instant now) {
    return new Inputs(
        now,
        round + 1,
        batch.messages(),
        batch.statements(),
        batch.entries(),
        suspects.waiting().isEmpty() && assembly.freshness().timersMayFire(System.nanoTime()));
  }

  private Step decide(Inputs inputs) throws InterruptedException {
    try {
      return loop.await(() -> program.step(inputs));
    } catch (RuntimeException e) {
      // A step that could not read the database says nothing about its inputs: the scope is loaded
      // anew.
      throw SqlFaults.passing(e) ? e : new StepFailed(e);
    }
  }

  private void commit(Step step, Batch batch, Instant now) throws InterruptedException {
    commits
        .settle(
            new Round(UUID.randomUUID(), ownership.epoch(), round + 1, now, step, batch.advance()))
        .ifPresent(database -> clock = clock.answered(database, System.nanoTime()));
    round++;
    clock = clock.committed(now);
    wakeAt = step.wakeAt();
    loop.run(() -> program.committed(step));
    publisher.committed(step, batch.advance().streams());
  }

  /** Memory is not to be trusted after a failed step: build it anew and narrow the failure down. */
  private void recover(Batch batch, Throwable why) throws InterruptedException {
    LOG.errorf(
        why, "step failed scope=%s round=%d inputs=%d", wiring.scope(), round + 1, batch.size());
    metrics.stepFailed();
    Suspects.Verdict verdict = suspects.failed(batch);
    loop.run(program::dropped);
    load();
    switch (verdict) {
      case ALONE, ONCE_MORE -> {}
      case ASIDE -> aside(batch, why);
      case NO_INPUT -> Thread.sleep(NO_INPUT_PAUSE_MS);
    }
    restore = assembly.restore(suspects.waiting());
  }

  /** The input failed twice alone: out of the way, in the transaction that goes on behind it. */
  private void aside(Batch single, Throwable why) throws InterruptedException {
    if (why instanceof Undecodable && !single.messages().isEmpty()) {
      var stream = single.messages().getFirst().stream();
      assembly.stop(stream, String.valueOf(why.getMessage()));
      suspects.dropIf(
          batch -> batch.messages().stream().anyMatch(message -> message.stream().equals(stream)));
      return;
    }
    String reason = why.toString();
    LOG.errorf("input put aside scope=%s %s", wiring.scope(), single.quarantined(reason).advance());
    metrics.quarantined();
    Step step = Step.nothing(Optional.empty());
    if (!single.messages().isEmpty()) {
      try {
        var message = single.messages().getFirst();
        step = loop.await(() -> program.quarantined(message, reason));
      } catch (RuntimeException e) {
        LOG.errorf(e, "what was put aside cannot be held scope=%s", wiring.scope());
      }
    }
    assembly.aside(single);
    commit(step, single.quarantined(reason), clock.now(System.nanoTime()));
  }

  /** The loop looks up from waiting. */
  void nudge() {
    inbox.wake();
  }

  /** The program has something to decide that did not come by a topic. */
  void wake() {
    roundAsked.set(true);
    inbox.wake();
  }

  /** Somebody committed rows without this loop. */
  void wakePublisher() {
    publisher.wake();
  }

  /** Whether nobody else can own the scope yet. */
  boolean surelyHeld() {
    return keeper.surelyHeld();
  }

  /** What is wrong outside, by topic or stream. */
  Map<String, String> problems() {
    Map<String, String> problems = new TreeMap<>(publisher.problems());
    reader.ifPresent(topics -> problems.putAll(topics.problems()));
    assembly.stopped().forEach((stream, why) -> problems.put(stream.toString(), why));
    return problems;
  }

  boolean ready() {
    return assembly.ready();
  }

  /** Memory is built. */
  boolean loaded() {
    return loaded;
  }

  /** A long load is life as long as the lease is renewed; a loop that waits hears of its loss. */
  private void keeperTicks() {
    if (keeper.lost()) {
      inbox.wake();
    } else if (!loaded) {
      turned.run();
    }
  }

  @Override
  public void close() {
    keeper.close();
    reader.ifPresent(TopicReader::close);
    inbox.close();
    publisher.close();
  }

  /** The thread was interrupted: the process ends. */
  static final class Stopped extends RuntimeException {}
}
