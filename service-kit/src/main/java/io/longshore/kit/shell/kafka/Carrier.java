package io.longshore.kit.shell.kafka;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Runs;
import io.longshore.kit.shell.db.OutboxTable;
import java.util.List;

/**
 * Makes records of rows, statements and acknowledgements and sends them to one destination, waiting
 * until Kafka has them. Every method says whether the way is open: false is a topic that is not
 * there yet.
 */
final class Carrier {

  private final Sender sender;
  private final Rows rows;
  private final Routes routes;
  private final long epoch;

  Carrier(Sender sender, Rows rows, Routes routes, long epoch) {
    this.sender = sender;
    this.rows = rows;
    this.routes = routes;
    this.epoch = epoch;
  }

  /** Sends the next rows in order; false also when there is none. */
  boolean rows(Lane lane) throws InterruptedException {
    String topic = openTopic(lane);
    if (topic.isEmpty()) {
      return false;
    }
    List<OutboxTable.Stored> next = rows.next(lane);
    if (next.isEmpty()) {
      return false;
    }
    next.forEach(row -> send(lane, topic, row));
    sender.settle();
    lane.sent(next.getLast().last(), now());
    return true;
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

  /** Sends statements. */
  boolean statements(Lane lane, List<Statement> all) throws InterruptedException {
    String topic = openTopic(lane);
    if (topic.isEmpty()) {
      return false;
    }
    for (List<Statement> portion : Statementbook.portions(all)) {
      sender.send(topic, null, envelope(lane).addAllStatements(portion).build().toByteArray());
    }
    sender.settle();
    return true;
  }

  /** Sends acknowledgements alone. */
  boolean acks(Lane lane) throws InterruptedException {
    String topic = openTopic(lane);
    if (topic.isEmpty()) {
      return false;
    }
    sender.send(topic, null, envelope(lane).build().toByteArray());
    sender.settle();
    return true;
  }

  private StreamRecord.Builder envelope(Lane lane) {
    return StreamRecord.newBuilder()
        .setFrom(routes.self())
        .setTo(lane.receiver())
        .setCell(routes.cell())
        .setEpoch(epoch)
        .addAllAcks(lane.acks(now()));
  }

  private String openTopic(Lane lane) {
    String topic = routes.topic(lane.receiver()).orElse("");
    if (topic.isEmpty()) {
      sender.complain(lane.receiver(), "the wiring knows no topic to " + lane.receiver());
      return "";
    }
    return sender.id(topic).isEmpty() ? "" : topic;
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
