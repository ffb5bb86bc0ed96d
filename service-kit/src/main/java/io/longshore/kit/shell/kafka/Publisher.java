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
import io.longshore.kit.wire.Lane;
import io.longshore.kit.wire.Mail;
import io.longshore.kit.wire.Routes;
import io.longshore.kit.wire.Sending;
import io.longshore.kit.wire.Sending.Next;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Sends for one ownership, on a thread of its own, as a {@link Sending} says. What it writes, it
 * writes under the lease.
 */
public final class Publisher implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Publisher.class);

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
  private final Rows rows;
  private final Mailbox mailbox = new Mailbox();
  private final Sending sending;
  private final Map<String, String> stopped = new ConcurrentHashMap<>();
  private final Throttle complaints = new Throttle(Duration.ofSeconds(5));
  private final Thread thread;
  private volatile boolean closed;

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
    this.rows = new Rows(parts.program(), parts.loop(), parts.db(), parts.outbox());
    this.sending = new Sending(routes, epoch, now());
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
        pass(mailbox.take(pollNanos));
      }
    } catch (InterruptException | InterruptedException e) {
      LOG.debugf("publisher ends self=%s epoch=%d", routes.self(), epoch);
    }
  }

  /** What is under way when the publisher is closed is finished, what comes after it is not. */
  private void pass(Mail mail) throws InterruptedException {
    Next next = sending.begin(mail, now());
    while (!closed) {
      if (next instanceof Next.Rest(long afterMs)) {
        sending.lanes().forEach(metrics::unacknowledged);
        Thread.sleep(afterMs);
        return;
      }
      next = act(next);
    }
  }

  private Next act(Next next) throws InterruptedException {
    try {
      return attempt(next);
    } catch (InterruptException e) {
      throw e;
    } catch (LeaseLost e) {
      LOG.infof("publisher ends self=%s: %s", routes.self(), e.getMessage());
      closed = true;
    } catch (KafkaException e) {
      if (!(next instanceof Next.FindCompacted) && !(next instanceof Next.Write)) {
        metrics.startedOver();
      }
      sender.reset();
      LOG.warnf("sending failed, again from what is unacknowledged %s: %s", of(next), e.toString());
    } catch (RuntimeException e) {
      complain("outbox cannot be used " + of(next), e);
    }
    return sending.failed(now());
  }

  private Next attempt(Next next) throws InterruptedException {
    switch (next) {
      case Next.Streams _ -> {
        var streams = loop.await(outbox::streams).values();
        Next judged = sending.streams(streams, now());
        sending.lanes().forEach(this::tellStopped);
        return judged;
      }
      case Next.Find(var receiver, var topic) -> {
        if (topic.isEmpty()) {
          sender.complain(receiver, "the wiring knows no topic to " + receiver);
        }
        return sending.found(topic.map(sender::id).orElse(""), now());
      }
      case Next.FindCompacted(var topic) -> {
        return sending.found(sender.id(topic), now());
      }
      case Next.Rows wanted -> {
        return sending.rows(rows.read(wanted), now());
      }
      case Next.Stop(var receiver, var why) -> write(tx -> outbox.stop(tx, receiver, why));
      case Next.Send send -> {
        send.records().forEach(record -> sender.send(send.topic(), null, record.toByteArray()));
        sender.settle();
      }
      case Next.Write(var due) -> {
        due.entries().forEach((key, body) -> sender.write(due.topic(), key, body));
        sender.settle();
      }
      case Next.StartedOver(var receiver, var from) -> {
        metrics.startedOver();
        LOG.infof(
            "nothing acknowledged for 10 s, sending again stream=%s>%s from=%d",
            routes.self(), receiver, from);
      }
      case Next.Cut(var receiver, var to) -> cut(receiver, to);
      case Next.Rest _ -> throw new IllegalStateException("the pass is over");
    }
    Next after = sending.done(now());
    if (next instanceof Next.Send send) {
      metrics.unacknowledged(sending.lane(send.receiver(), now()));
    }
    return after;
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

  private String of(Next next) {
    return switch (next) {
      case Next.Send send -> stream(send.receiver());
      case Next.Rows wanted -> stream(wanted.receiver());
      case Next.Find find -> stream(find.receiver());
      case Next.Stop stop -> stream(stop.receiver());
      case Next.Cut cut -> stream(cut.receiver());
      case Next.StartedOver over -> stream(over.receiver());
      case Next.FindCompacted find -> "topic=" + find.topic();
      case Next.Write write -> "topic=" + write.due().topic();
      case Next.Streams _, Next.Rest _ -> "self=" + routes.self();
    };
  }

  private String stream(String receiver) {
    return "stream=" + routes.self() + ">" + receiver;
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

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
