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
import io.longshore.kit.shell.kafka.Inbox;
import io.longshore.kit.shell.kafka.Publisher;
import io.longshore.kit.shell.kafka.PublisherMetrics;
import io.longshore.kit.shell.kafka.TopicReader;
import io.longshore.kit.wire.Assembly;
import io.longshore.kit.wire.Batch;
import io.longshore.kit.wire.Reading;
import io.longshore.kit.wire.Routes;
import io.longshore.kit.wire.Turns;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One ownership of a scope, from the lease taken to the lease lost: load, then one round after
 * another, each with what has arrived, or with what the poison rules and the operator say.
 */
final class Tenure implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Tenure.class);

  /** An idle loop turns this often, which is what liveness looks at. */
  private static final long TURN_NANOS = Duration.ofMillis(500).toNanos();

  private static final long NO_INPUT_PAUSE_MS = 5_000;

  private final Wiring wiring;
  private final CellLedger ledger;
  private final OnContext loop;
  private final Kit kit;
  private final CellSettings settings;
  private final CellMetrics metrics;
  private final BooleanSupplier stopping;
  private final Runnable turned;
  private final long epoch;
  private final LeaseKeeper keeper;
  private final Inbox inbox;
  private final Publisher publisher;
  private final Rounds rounds;
  private final Operator operator;
  private final Assembly assembly = new Assembly(Tenure::stopped);
  private final Turns turns;
  private final AtomicBoolean roundAsked = new AtomicBoolean();
  private volatile Optional<TopicReader> reader = Optional.empty();

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
    this.wiring = frame.wiring();
    this.ledger = frame.ledger();
    this.loop = frame.loop();
    this.kit = frame.kit();
    this.settings = frame.settings();
    this.metrics = frame.metrics();
    this.stopping = frame.stopping();
    this.turned = frame.turned();
    this.epoch = taken.epoch();
    this.inbox = new Inbox(settings.inboxBytes());
    this.keeper = new LeaseKeeper(ledger.lease(), epoch, askedAt, this::keeperTicks);
    this.operator = new Operator(loop, kit.db(), ledger.quarantine());
    this.publisher =
        new Publisher(
            new Publisher.Parts(
                frame.program(),
                loop,
                kit.db(),
                ledger.lease(),
                ledger.outbox(),
                kit.kafka(),
                kit.topics(),
                frame.sending()),
            new Routes(wiring.self(), wiring.cell(), wiring.outbound()),
            epoch,
            settings.outboxPoll());
    var commits = new Commits(ledger, loop, keeper, metrics, wiring.scope(), turned);
    var parts = new Rounds.Parts(frame.program(), wiring, loop, kit, commits, publisher, metrics);
    this.turns = new Turns(assembly, clock(taken), taken.round());
    this.rounds = new Rounds(parts, turns, epoch);
  }

  /** Runs until the lease is lost (which throws) or the process stops. */
  void run() throws InterruptedException {
    keeper.start();
    Assembly.Stored stored = loop.await(() -> kit.db().sweep(ledger::stored));
    assembly.begin(stored);
    rounds.load();
    publisher.committed(Step.nothing(Optional.empty()), stored.streams());
    publisher.start();
    var topics =
        new TopicReader(kit.kafka(), kit.topics(), reading(wiring), stored.offsets(), inbox);
    reader = Optional.of(topics);
    topics.start();
    while (!stopping.getAsBoolean()) {
      if (keeper.lost()) {
        throw new LeaseLost(wiring.scope(), epoch);
      }
      turned.run();
      var decision = assembly.ready() ? operator.next() : Optional.<Operator.Decision>empty();
      if (decision.isPresent()) {
        obey(decision.get());
      } else {
        take();
        var round = turns.next(System.nanoTime());
        if (round.isPresent()) {
          tryRound(round.get());
        }
      }
    }
  }

  private static Reading reading(Wiring wiring) {
    var numbered =
        wiring.inbound().stream()
            .filter(Wiring.Inbound::messages)
            .map(Wiring.Inbound::topic)
            .collect(Collectors.toSet());
    var inbound = wiring.inbound().stream().map(Wiring.Inbound::topic).toList();
    return new Reading(wiring.self(), wiring.cell(), inbound, numbered, wiring.compacted());
  }

  private static RoundClock clock(LeaseTable.Taken taken) {
    return new RoundClock(taken.clock(), taken.now(), System.nanoTime());
  }

  private static void stopped(StreamId stream, String why) {
    LOG.errorf("stream stopped stream=%s: %s", stream, why);
  }

  /** Waits a while for what is to be worked on next. */
  private void take() throws InterruptedException {
    if (turns.takesArrivals()) {
      long patience = turns.patience(System.nanoTime(), TURN_NANOS);
      var arrivals = inbox.take(settings.maxInputs(), patience);
      publisher.acked(turns.arrived(arrivals, System.nanoTime()));
      var alarms = assembly.alarms(System.nanoTime() / 1_000_000, settings.gapAlarm().toMillis());
      metrics.streams(alarms, assembly.stopped().size());
    }
    if (roundAsked.getAndSet(false)) {
      turns.asked();
    }
  }

  /** A round, or what the poison rules make of one that fails. */
  private void tryRound(Turns.Round round) throws InterruptedException {
    if (round.batch().isEmpty() && !round.batch().isNothing()) {
      LOG.warnf("streams go on in a new incarnation %s", round.batch().advance().streams());
    }
    try {
      rounds.round(round);
    } catch (StepFailed e) {
      recover(round, e.getCause());
    }
  }

  /** Memory is built anew, and the failure narrowed down. */
  private void recover(Turns.Round round, Throwable why) throws InterruptedException {
    LOG.errorf(
        why,
        "step failed scope=%s round=%d inputs=%d",
        wiring.scope(),
        round.number(),
        round.batch().size());
    metrics.stepFailed();
    var remedy = turns.failed(round);
    rounds.reload();
    switch (remedy) {
      case Turns.Remedy.Narrow _ -> {}
      case Turns.Remedy.Aside(var single) -> aside(single, why);
      case Turns.Remedy.Pause _ -> Thread.sleep(NO_INPUT_PAUSE_MS);
    }
    turns.rebuilt();
  }

  /** The input failed twice alone: out of the way, in the transaction that goes on behind it. */
  private void aside(Batch single, Throwable why) throws InterruptedException {
    if (why instanceof Undecodable && !single.messages().isEmpty()) {
      turns.stop(single.messages().getFirst().stream(), String.valueOf(why.getMessage()));
      return;
    }
    String reason = why.toString();
    LOG.errorf("input put aside scope=%s %s", wiring.scope(), single.quarantined(reason).advance());
    metrics.quarantined();
    turns.aside(single);
    rounds.aside(single, reason);
  }

  /** What an operator decided about an input that was put aside; it stays aside if that fails. */
  private void obey(Operator.Decision decision) throws InterruptedException {
    LOG.infof("operator decided scope=%s %s", wiring.scope(), decision);
    try {
      switch (decision.verdict()) {
        case REPLAY -> rounds.round(turns.again(decision.batch(), System.nanoTime()));
        case FAIL -> rounds.giveUp(decision.batch(), decision.reason());
      }
    } catch (StepFailed e) {
      LOG.errorf(e.getCause(), "stays aside scope=%s %s", wiring.scope(), decision);
      metrics.stepFailed();
      rounds.reload();
      rounds.note(decision.undecided());
      turns.rebuilt();
    }
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
    problems.putAll(assembly.problems());
    return problems;
  }

  /** How long nothing was heard of each end, in milliseconds. */
  Map<String, Long> silence() {
    return assembly.silence(System.nanoTime() / 1_000_000);
  }

  boolean ready() {
    return assembly.ready();
  }

  /** Memory is built. */
  boolean loaded() {
    return rounds.loaded();
  }

  /** A long load is life as long as the lease is renewed; a loop that waits hears of its loss. */
  private void keeperTicks() {
    if (keeper.lost()) {
      inbox.wake();
    } else if (!rounds.loaded()) {
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
}
