package io.longshore.kit.shell.kafka;

import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.kit.core.OutboxCursor;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.db.OutboxTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the publisher knows of one destination: how far its stream is sent and acknowledged, which
 * statements and acknowledgements are due, and until when it waits after a failure. Confined to the
 * publisher's thread; times are monotonic milliseconds.
 */
final class Lane {

  /** Acknowledgements that advanced go out after so long even if nothing else does. */
  private static final long ACK_SOON = 500;

  /** And are repeated after so long. */
  private static final long ACK_AGAIN = 10_000;

  private static final long BACK_OFF = 500;
  private static final long BACK_OFF_MOST = 10_000;

  private final String receiver;
  private final Map<StreamId, Position> stored = new TreeMap<>();
  private final Map<String, Statement> fresh = new TreeMap<>();
  private OutboxTable.Stream stream;
  private OutboxCursor cursor;
  private boolean ackNews;
  private long ackedAt;
  private long cutTo;
  private int failures;
  private long waitsUntil;

  Lane(String receiver, long now) {
    this.receiver = receiver;
    this.stream = new OutboxTable.Stream(receiver, 1, 0, 0);
    this.cursor = OutboxCursor.takeover(0, now);
    // The first word of an owner says what is stored.
    this.ackedAt = now - ACK_AGAIN;
    this.waitsUntil = now;
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

  /** What the database says of the stream; the first word of it tells where to begin. */
  void seen(OutboxTable.Stream now, long at) {
    if (stream.given() == 0) {
      cursor = OutboxCursor.takeover(now.acked(), at);
      cutTo = now.acked();
    }
    stream = now;
  }

  boolean open(long now) {
    return now - waitsUntil >= 0;
  }

  boolean hasToSend() {
    return stream.given() > cursor.sent() && !cursor.waits();
  }

  void sent(long last, long now) {
    cursor = cursor.sent(last, now);
    failures = 0;
  }

  /** A send failed: from the oldest unacknowledged row again, after a while. */
  void failed(long now) {
    cursor = cursor.failed(now);
    waitsUntil = now + Math.min(BACK_OFF_MOST, BACK_OFF << Math.min(failures, 5));
    failures++;
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

  /** A statement that has to go out now; the newest of its subject. */
  void state(Statement statement) {
    fresh.put(statement.getSubject(), statement);
  }

  List<Statement> fresh() {
    return new ArrayList<>(fresh.values());
  }

  void stated() {
    fresh.clear();
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
    return stored.entrySet().stream().map(entry -> ack(entry.getKey(), entry.getValue()))::iterator;
  }

  private static StreamAck ack(StreamId stream, Position position) {
    return StreamAck.newBuilder()
        .setFrom(stream.from())
        .setTo(stream.to())
        .setCell(stream.cell())
        .setIncarnation(position.incarnation())
        .setStored(position.last())
        .build();
  }
}
