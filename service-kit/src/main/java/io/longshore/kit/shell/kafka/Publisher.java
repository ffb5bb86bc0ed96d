package io.longshore.kit.shell.kafka;

import io.longshore.api.internal.v1.StreamAck;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Throttle;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.LeaseLost;
import io.longshore.kit.shell.db.LeaseTable;
import io.longshore.kit.shell.db.OutboxTable;
import io.longshore.kit.shell.db.SqlFaults;
import io.longshore.kit.wire.EntryBook;
import io.longshore.kit.wire.Envelopes;
import io.longshore.kit.wire.Lane;
import io.longshore.kit.wire.Statementbook;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Sends what the database holds, for one ownership, on a thread of its own: outbox rows in order,
 * statements, entries, acknowledgements. It reads rows only after their commit, so whatever leaves
 * is true; sent too often, or by an owner that does not know yet that it is none, it does no harm,
 * because numbers and versions tell. What it writes, it writes under the lease. A destination that
 * cannot be served holds up no other.
 */
public final class Publisher implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Publisher.class);

  private static final long REPEAT_MS = 10_000;
  private static final long KEEP_MS = 500;
  private static final long BACK_OFF_MS = 500;

  /** Of one transaction, which holds up the rounds meanwhile. */
  private static final int CUT_ROWS = 2_000;

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final OnContext loop;
  private final OutboxTable outbox;
  private final Routes routes;
  private final LeaseTable lease;
  private final long epoch;
  private final long pollNanos;
  private final PublisherMetrics metrics;
  private final Sender sender;
  private final Carrier carrier;
  private final Mailbox mailbox = new Mailbox();
  private final Map<String, Lane> lanes = new TreeMap<>();
  private final Map<String, String> stopped = new ConcurrentHashMap<>();
  private final Statementbook statements;
  private final EntryBook entries = new EntryBook();
  private final List<StreamAck> acks = new ArrayList<>();
  private final Throttle complaints = new Throttle(Duration.ofSeconds(5));
  private final Thread thread;
  private volatile boolean closed;
  private long keptAt;
  private long repeatedAt;

  /** What a publisher works with. */
  public record Parts(
      Program program,
      OnContext loop,
      Db db,
      LeaseTable lease,
      OutboxTable outbox,
      KafkaClients clients,
      Topics topics,
      PublisherMetrics metrics) {}

  /** Publishes for the owner of {@code epoch}; looks for rows of others every {@code poll}. */
  public Publisher(Parts parts, Routes routes, long epoch, Duration poll) {
    this.loop = parts.loop();
    this.outbox = parts.outbox();
    this.routes = routes;
    this.lease = parts.lease();
    this.epoch = epoch;
    this.pollNanos = poll.toNanos();
    this.metrics = parts.metrics();
    this.sender = new Sender(parts.clients(), parts.topics(), routes.cell(), parts.metrics());
    var rows = new Rows(parts.program(), parts.loop(), parts.db(), parts.outbox());
    this.carrier =
        new Carrier(sender, rows, routes, new Envelopes(routes.self(), routes.cell(), epoch));
    this.statements = new Statementbook(epoch);
    this.thread =
        Thread.ofPlatform().daemon().name("publisher-" + routes.self()).unstarted(this::run);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** A step is committed: its statements and entries hold, its inputs are stored. */
  public void committed(Step step, Map<StreamId, Position> stored) {
    mailbox.committed(step.statements(), step.entries(), stored, !step.messages().isEmpty());
  }

  /** Other ends have stored what we sent. */
  public void acked(List<StreamAck> acks) {
    mailbox.acked(acks);
  }

  /** There may be rows that somebody else committed. */
  public void wake() {
    mailbox.wake();
  }

  /** What keeps records from being sent, by topic or stream. */
  public Map<String, String> problems() {
    Map<String, String> problems = new TreeMap<>(sender.problems());
    problems.putAll(stopped);
    return problems;
  }

  /** Ends after what is under way; waits a little for it. */
  @Override
  public void close() {
    closed = true;
    mailbox.wake();
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (sender) {
      while (!closed) {
        note(mailbox.take(pollNanos));
        turn();
      }
    } catch (InterruptException | InterruptedException e) {
      LOG.debugf("publisher ends self=%s epoch=%d", routes.self(), epoch);
    }
  }

  /** Keeps in memory what was told; nothing here can fail, so nothing told is lost. */
  private void note(Mailbox.Mail mail) {
    mail.stored().forEach((id, position) -> lane(id.from()).stored(id, position));
    mail.statements()
        .forEach(out -> lane(out.to()).state(statements.put(out.to(), out.subject(), out.body())));
    mail.entries().forEach(out -> entries.put(out.topic(), out.key(), out.body()));
    acks.addAll(mail.acks());
  }

  private void turn() throws InterruptedException {
    try {
      refresh();
      for (Lane lane : lanes.values()) {
        serve(lane);
      }
      writeEntries();
      keep();
    } catch (LeaseLost e) {
      LOG.infof("publisher ends self=%s: %s", routes.self(), e.getMessage());
      closed = true;
    } catch (KafkaException e) {
      LOG.warnf("Kafka does not answer self=%s: %s", routes.self(), e.toString());
      Thread.sleep(BACK_OFF_MS);
    } catch (RuntimeException e) {
      complain("outbox cannot be read self=" + routes.self(), e);
      Thread.sleep(BACK_OFF_MS);
    }
  }

  /** Reads how far the streams are numbered, then judges acknowledgements by it. */
  private void refresh() throws InterruptedException {
    loop.await(outbox::streams).forEach((receiver, stream) -> lane(receiver).seen(stream, now()));
    for (StreamAck ack : acks) {
      Lane lane = lane(ack.getTo());
      var lost = lane.acked(ack, now());
      if (lost.isPresent()) {
        lane.stop(lost.get());
        write(tx -> outbox.stop(tx, lane.receiver(), lost.get()));
      }
    }
    acks.clear();
    lanes.values().forEach(this::tellStopped);
  }

  private void tellStopped(Lane lane) {
    String stream = routes.self() + ">" + lane.receiver() + "#" + routes.cell();
    if (lane.stopped().isEmpty()) {
      stopped.remove(stream);
    } else if (stopped.put(stream, lane.stopped().get()) == null) {
      LOG.errorf("history was lost, nothing is sent stream=%s: %s", stream, lane.stopped().get());
    }
    metrics.stopped(stopped.size());
  }

  private Lane lane(String receiver) {
    return lanes.computeIfAbsent(receiver, _ -> new Lane(receiver, now()));
  }

  /** Sends what one destination is due, and lets it wait if that fails. */
  private void serve(Lane lane) throws InterruptedException {
    if (!lane.open(now())) {
      return;
    }
    try {
      if (!lane.fresh().isEmpty() && carrier.statements(lane, lane.fresh())) {
        lane.stated();
      }
      while (!closed && lane.hasToSend() && carrier.rows(lane)) {
        metrics.unacknowledged(lane);
      }
      if (lane.acksDue(now())) {
        carrier.acks(lane);
      }
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      lane.failed(now());
      metrics.startedOver();
      sender.reset();
      LOG.warnf(
          "sending failed, again from what is unacknowledged stream=%s>%s: %s",
          routes.self(), lane.receiver(), e.toString());
    } catch (RuntimeException e) {
      lane.failed(now());
      complain("rows cannot be sent stream=" + routes.self() + ">" + lane.receiver(), e);
    }
  }

  private void complain(String what, RuntimeException why) {
    if (!complaints.passes()) {
      return;
    }
    if (SqlFaults.passing(why)) {
      LOG.warnf("%s: %s", what, why.toString());
    } else {
      LOG.error(what, why);
    }
  }

  private void writeEntries() throws InterruptedException {
    try {
      for (String topic : entries.topics()) {
        String id = sender.id(topic);
        if (!id.isEmpty()) {
          EntryBook.Due due = entries.due(topic, id, now());
          due.entries().forEach((key, body) -> sender.write(topic, key, body));
          sender.settle();
          entries.written(due);
        }
      }
    } catch (KafkaException e) {
      entries.failed();
      sender.reset();
      throw e;
    }
  }

  /** What time asks for: repetitions, starting over, cutting. */
  private void keep() throws InterruptedException {
    long now = now();
    if (now - keptAt < KEEP_MS) {
      return;
    }
    keptAt = now;
    if (now - repeatedAt >= REPEAT_MS) {
      repeatedAt = now;
      for (String receiver : statements.receivers()) {
        statements.repeat(receiver).forEach(lane(receiver)::state);
      }
    }
    for (Lane lane : lanes.values()) {
      if (lane.stalled(now)) {
        LOG.infof(
            "nothing acknowledged for 10 s, sending again stream=%s>%s from=%d",
            routes.self(), lane.receiver(), lane.cursor().next());
        metrics.startedOver();
      }
      if (lane.toCut().isPresent()) {
        long to = lane.toCut().get();
        cut(lane.receiver(), to);
        lane.cut(to);
      }
      metrics.unacknowledged(lane);
    }
  }

  private void cut(String receiver, long to) throws InterruptedException {
    int cut;
    do {
      cut = write(tx -> outbox.cut(tx, receiver, to, CUT_ROWS));
    } while (cut == CUT_ROWS);
  }

  private <T> T write(Function<Tx, Uni<T>> work) throws InterruptedException {
    return loop.await(() -> lease.under(epoch, work));
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
