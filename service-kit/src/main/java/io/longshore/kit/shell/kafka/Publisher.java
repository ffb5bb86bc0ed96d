package io.longshore.kit.shell.kafka;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Runs;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.OutboxTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * Sends what the database holds, for one ownership, on a thread of its own: outbox rows in order,
 * statements, entries, acknowledgements. It reads rows only after their commit, so whatever leaves
 * is true; sent too often, or by an owner that does not know yet that it is none, it does no harm,
 * because numbers and versions tell.
 */
public final class Publisher implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Publisher.class);

  private static final long REPEAT_MS = 10_000;
  private static final long KEEP_MS = 500;
  private static final long BACK_OFF_MS = 500;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  private final OnContext loop;
  private final OutboxTable outbox;
  private final Rows outboxRows;
  private final Routes routes;
  private final long epoch;
  private final long pollMs;
  private final Sender sender;
  private final Mailbox mailbox = new Mailbox();
  private final Map<String, Lane> lanes = new TreeMap<>();
  private final Statementbook statements;
  private final EntryBook entries = new EntryBook();
  private final Thread thread;
  private volatile boolean closed;
  private long keptAt;
  private long repeatedAt;

  /** What a publisher works with. */
  public record Parts(
      Program program,
      OnContext loop,
      Db db,
      OutboxTable outbox,
      KafkaClients clients,
      Topics topics) {}

  /** Publishes for the owner of {@code epoch}; looks for rows of others every {@code poll}. */
  public Publisher(Parts parts, Routes routes, long epoch, Duration poll) {
    this.loop = parts.loop();
    this.outbox = parts.outbox();
    this.outboxRows = new Rows(parts.program(), parts.loop(), parts.db(), parts.outbox());
    this.routes = routes;
    this.epoch = epoch;
    this.pollMs = poll.toMillis();
    this.sender = new Sender(parts.clients(), parts.topics(), routes.cell());
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

  /** What keeps records from being sent, by topic. */
  public Map<String, String> problems() {
    return new TreeMap<>(sender.problems());
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
        turn();
      }
    } catch (InterruptException | InterruptedException e) {
      LOG.debugf("publisher ends self=%s epoch=%d", routes.self(), epoch);
    }
  }

  private void turn() throws InterruptedException {
    try {
      Mailbox.Mail mail = mailbox.take(pollMs * 1_000_000);
      take(mail);
      refresh();
      for (Lane lane : lanes.values()) {
        send(lane);
      }
      writeEntries(mail.entries());
      keep();
    } catch (KafkaException e) {
      LOG.warnf("sending failed, again from what is unacknowledged self=%s: %s", routes.self(), e);
      startOver();
    } catch (RuntimeException e) {
      LOG.errorf(e, "publisher failed, starts over self=%s", routes.self());
      startOver();
    }
  }

  private void startOver() throws InterruptedException {
    lanes.values().forEach(lane -> lane.failed(now()));
    entries.failed();
    Thread.sleep(BACK_OFF_MS);
    sender.reset();
  }

  private void take(Mailbox.Mail mail) throws InterruptedException {
    mail.stored().forEach((id, position) -> lane(id.from()).stored(id, position));
    mail.entries().forEach(entries::put);
    Map<String, List<Statement>> fresh = new TreeMap<>();
    mail.statements()
        .forEach(
            out ->
                fresh.computeIfAbsent(out.to(), _ -> new ArrayList<>()).add(statements.put(out)));
    for (StreamAck ack : mail.acks()) {
      acked(ack);
    }
    for (var entry : fresh.entrySet()) {
      sendStatements(lane(entry.getKey()), entry.getValue());
    }
  }

  private void acked(StreamAck ack) throws InterruptedException {
    Lane lane = lane(ack.getTo());
    if (ack.getStored() > lane.given()) {
      refresh();
    }
    if (!lane.acked(ack, now())) {
      LOG.errorf(
          "acknowledgement of numbers never given, history was lost stream=%s>%s given=%d/%d"
              + " stored=%d/%d",
          ack.getFrom(),
          ack.getTo(),
          lane.incarnation(),
          lane.given(),
          ack.getIncarnation(),
          ack.getStored());
    }
  }

  private Lane lane(String receiver) {
    return lanes.computeIfAbsent(
        receiver, _ -> new Lane(new OutboxTable.Stream(receiver, 1, 0, 0), now()));
  }

  private void refresh() throws InterruptedException {
    loop.await(outbox::streams)
        .forEach(
            (receiver, stream) -> {
              Lane lane = lanes.get(receiver);
              if (lane == null || lane.given() == 0) {
                var fresh = new Lane(stream, now());
                if (lane != null) {
                  lane.moveTo(fresh);
                }
                lanes.put(receiver, fresh);
              } else {
                lane.seen(stream);
              }
            });
  }

  /** Sends the rows of one destination that are due, in order. */
  private void send(Lane lane) throws InterruptedException {
    while (!closed && lane.hasToSend()) {
      String topic = openTopic(lane);
      if (topic.isEmpty()) {
        return;
      }
      List<OutboxTable.Stored> rows = outboxRows.next(lane);
      if (rows.isEmpty()) {
        return;
      }
      for (OutboxTable.Stored row : rows) {
        send(lane, topic, row);
      }
      sender.settle();
      lane.sent(rows.getLast().last(), now());
    }
  }

  private String openTopic(Lane lane) {
    String topic = routes.topic(lane.receiver()).orElse("");
    return topic.isEmpty() || sender.id(topic).isEmpty() ? "" : topic;
  }

  private void send(Lane lane, String topic, OutboxTable.Stored row) {
    List<Integer> sizes = row.messages().stream().map(ByteString::size).toList();
    for (Runs.Slice slice : Runs.split(sizes, Runs.RECORD_BYTES)) {
      var record =
          envelope(lane)
              .setIncarnation(lane.incarnation())
              .setFirst(row.first() + slice.from())
              .setLast(row.first() + slice.to() - 1)
              .addAllMessages(row.messages().subList(slice.from(), slice.to()));
      sender.send(topic, null, record.build().toByteArray());
    }
  }

  private StreamRecord.Builder envelope(Lane lane) {
    return StreamRecord.newBuilder()
        .setFrom(routes.self())
        .setTo(lane.receiver())
        .setCell(routes.cell())
        .setEpoch(epoch)
        .addAllAcks(lane.acks(now()));
  }

  private void sendStatements(Lane lane, List<Statement> all) throws InterruptedException {
    String topic = openTopic(lane);
    if (topic.isEmpty()) {
      return;
    }
    for (List<Statement> portion : Statementbook.portions(all)) {
      sender.send(topic, null, envelope(lane).addAllStatements(portion).build().toByteArray());
    }
    sender.settle();
  }

  private void writeEntries(List<Step.EntryOut> changed) throws InterruptedException {
    for (String topic : entries.topics()) {
      String id = sender.id(topic);
      if (id.isEmpty()) {
        continue;
      }
      if (entries.rewriteDue(topic, id, now())) {
        entries.all(topic).forEach((key, body) -> write(topic, key, body));
        sender.settle();
        entries.written(topic, id, now());
      } else {
        changed.stream()
            .filter(entry -> entry.topic().equals(topic))
            .forEach(entry -> write(topic, entry.key(), entry.body()));
        sender.settle();
      }
    }
  }

  private void write(String topic, String key, ByteString body) {
    sender.send(
        topic, key.getBytes(StandardCharsets.UTF_8), body.isEmpty() ? null : body.toByteArray());
  }

  /** What time asks for: acknowledgements, repetitions, starting over, cutting. */
  private void keep() throws InterruptedException {
    long now = now();
    if (now - keptAt < KEEP_MS) {
      return;
    }
    keptAt = now;
    if (now - repeatedAt >= REPEAT_MS) {
      repeatedAt = now;
      for (String receiver : statements.receivers()) {
        sendStatements(lane(receiver), statements.repeat(receiver));
      }
    }
    for (Lane lane : lanes.values()) {
      if (lane.acksDue(now)) {
        sendAcks(lane);
      }
      if (lane.stalled(now)) {
        LOG.infof(
            "nothing acknowledged for 10 s, sending again stream=%s>%s from=%d",
            routes.self(), lane.receiver(), lane.cursor().next());
      }
      if (lane.toCut().isPresent()) {
        long to = lane.toCut().get();
        loop.await(() -> outbox.cut(lane.receiver(), to));
        lane.cut(to);
      }
    }
  }

  private void sendAcks(Lane lane) throws InterruptedException {
    String topic = openTopic(lane);
    if (!topic.isEmpty()) {
      sender.send(topic, null, envelope(lane).build().toByteArray());
      sender.settle();
    }
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
