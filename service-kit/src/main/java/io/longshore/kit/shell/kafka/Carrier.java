package io.longshore.kit.shell.kafka;

import io.longshore.api.internal.v1.Statement;
import io.longshore.kit.shell.db.OutboxTable;
import io.longshore.kit.wire.Envelopes;
import io.longshore.kit.wire.Lane;
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
  private final Envelopes envelopes;

  Carrier(Sender sender, Rows rows, Routes routes, Envelopes envelopes) {
    this.sender = sender;
    this.rows = rows;
    this.routes = routes;
    this.envelopes = envelopes;
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
    for (OutboxTable.Stored row : next) {
      envelopes
          .rows(lane, row.first(), row.messages(), now())
          .forEach(record -> sender.send(topic, null, record.toByteArray()));
    }
    sender.settle();
    lane.sent(next.getLast().last(), now());
    return true;
  }

  /** Sends statements. */
  boolean statements(Lane lane, List<Statement> all) throws InterruptedException {
    String topic = openTopic(lane);
    if (topic.isEmpty()) {
      return false;
    }
    envelopes
        .statements(lane, all, now())
        .forEach(record -> sender.send(topic, null, record.toByteArray()));
    sender.settle();
    return true;
  }

  /** Sends acknowledgements alone. */
  boolean acks(Lane lane) throws InterruptedException {
    String topic = openTopic(lane);
    if (topic.isEmpty()) {
      return false;
    }
    sender.send(topic, null, envelopes.acks(lane, now()).toByteArray());
    sender.settle();
    return true;
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
