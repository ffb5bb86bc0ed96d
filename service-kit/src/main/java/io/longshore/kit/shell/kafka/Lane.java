package io.longshore.kit.shell.kafka;

import io.longshore.api.internal.v1.StreamAck;
import io.longshore.kit.core.OutboxCursor;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.db.OutboxTable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the publisher knows of one destination. Confined to the publisher's thread. */
final class Lane {

  /** Acknowledgements that advanced go out after so long even if nothing else does, in ms. */
  private static final long ACK_SOON = 500;

  /** And are repeated after so long, in ms. */
  private static final long ACK_AGAIN = 10_000;

  private final String receiver;
  private final Map<StreamId, Position> stored = new TreeMap<>();
  private OutboxTable.Stream stream;
  private OutboxCursor cursor;
  private boolean ackNews;
  private long ackedAt;
  private long cutTo;

  Lane(OutboxTable.Stream stream, long now) {
    this.receiver = stream.receiver();
    this.stream = stream;
    this.cursor = OutboxCursor.takeover(stream.acked(), now);
    this.cutTo = stream.acked();
    // The first word of an owner says what is stored.
    this.ackedAt = now - ACK_AGAIN;
  }

  String receiver() {
    return receiver;
  }

  long incarnation() {
    return stream.incarnation();
  }

  long given() {
    return stream.given();
  }

  OutboxCursor cursor() {
    return cursor;
  }

  void seen(OutboxTable.Stream fresh) {
    stream = fresh;
  }

  /** The stream has its first number: what was stored so far moves to the lane that knows it. */
  void moveTo(Lane fresh) {
    fresh.stored.putAll(stored);
    fresh.ackNews = true;
  }

  boolean hasToSend() {
    return stream.given() > cursor.sent() && !cursor.waits();
  }

  void sent(long last, long now) {
    cursor = cursor.sent(last, now);
  }

  void failed(long now) {
    cursor = cursor.failed(now);
  }

  /** Whether it starts over because nothing was acknowledged for too long. */
  boolean stalled(long now) {
    OutboxCursor next = cursor.tick(now);
    boolean again = !next.equals(cursor);
    cursor = next;
    return again;
  }

  /**
   * Takes an acknowledgement; an older one says nothing.
   *
   * @return false if it speaks of numbers never given or of another incarnation: history was lost
   */
  boolean acked(StreamAck ack, long now) {
    if (ack.getIncarnation() != stream.incarnation() || ack.getStored() > stream.given()) {
      return false;
    }
    cursor = cursor.acked(ack.getStored(), now);
    return true;
  }

  /** What may be cut now, if there is anything. */
  Optional<Long> toCut() {
    return cursor.acked() > cutTo ? Optional.of(cursor.acked()) : Optional.empty();
  }

  void cut(long to) {
    cutTo = to;
  }

  void stored(StreamId id, Position position) {
    if (!position.equals(stored.put(id, position))) {
      ackNews = true;
    }
  }

  /** Whether acknowledgements are due on a record of their own. */
  boolean acksDue(long now) {
    long waited = now - ackedAt;
    return !stored.isEmpty() && (waited >= ACK_AGAIN || (ackNews && waited >= ACK_SOON));
  }

  /** The acknowledgements that ride on the next record. */
  Iterable<StreamAck> acks(long now) {
    ackNews = false;
    ackedAt = now;
    return stored.entrySet().stream()
            .map(
                entry ->
                    StreamAck.newBuilder()
                        .setFrom(entry.getKey().from())
                        .setTo(entry.getKey().to())
                        .setCell(entry.getKey().cell())
                        .setIncarnation(entry.getValue().incarnation())
                        .setStored(entry.getValue().last())
                        .build())
        ::iterator;
  }
}
