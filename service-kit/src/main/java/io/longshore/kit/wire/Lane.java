package io.longshore.kit.wire;

import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Lineage;
import io.longshore.kit.core.OutboxCursor;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
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
public final class Lane {

  /** Acknowledgements that advanced go out after so long even if nothing else does. */
  private static final long ACK_SOON = 500;

  /** And are repeated after so long. */
  private static final long ACK_AGAIN = 10_000;

  private static final long BACK_OFF = 500;
  private static final long BACK_OFF_MOST = 10_000;

  private final String receiver;
  private final Map<StreamId, Position> stored = new TreeMap<>();
  private final Map<String, Statement> fresh = new TreeMap<>();
  private Stream stream;
  private OutboxCursor cursor;
  private boolean ackNews;
  private long ackedAt;
  private long cutTo;
  private int failures;
  private long waitsUntil;

  /**
   * A stream's sending side as the database has it.
   *
   * @param receiver the other end
   * @param lineage of its numbers
   * @param given the highest number given
   * @param acked everything up to here has been cut
   * @param stopped why nothing is sent until an operator has opened a new incarnation
   */
  public record Stream(
      String receiver, Lineage lineage, long given, long acked, Optional<String> stopped) {}

  /** A destination, before anything is known of it. */
  public Lane(String receiver, long now) {
    this.receiver = receiver;
    this.stream = new Stream(receiver, Lineage.FIRST, 0, 0, Optional.empty());
    this.cursor = OutboxCursor.takeover(0, now);
    // The first word of an owner says what is stored.
    this.ackedAt = now - ACK_AGAIN;
    this.waitsUntil = now;
  }

  /** The other end. */
  public String receiver() {
    return receiver;
  }

  /** What every record says of the stream; nothing before its first message. */
  StreamRecord history() {
    var record = StreamRecord.newBuilder();
    if (stream.given() > 0) {
      record
          .setIncarnation(stream.lineage().incarnation())
          .setParent(stream.lineage().parent())
          .setBase(stream.lineage().base())
          .setCut(cursor.acked());
    }
    return record.build();
  }

  /** Why nothing is sent until an operator acts. */
  public Optional<String> stopped() {
    return stream.stopped();
  }

  /** The highest number given. */
  public long given() {
    return stream.given();
  }

  /** How far it is sent and acknowledged. */
  public OutboxCursor cursor() {
    return cursor;
  }

  /** What the database says of the stream; the first word of it tells where to begin. */
  public void seen(Stream now, long at) {
    if (stream.given() == 0) {
      cursor = OutboxCursor.takeover(now.acked(), at);
      cutTo = now.acked();
    }
    stream = now;
  }

  /** Whether it need not wait after a failure. */
  public boolean open(long now) {
    return now - waitsUntil >= 0;
  }

  /** Whether there are rows to send. */
  public boolean hasToSend() {
    return stream.stopped().isEmpty() && stream.given() > cursor.sent() && !cursor.waits();
  }

  /** Everything up to {@code last} is with Kafka. */
  public void sent(long last, long now) {
    cursor = cursor.sent(last, now);
    failures = 0;
  }

  /** A send failed: from the oldest unacknowledged row again, after a while. */
  public void failed(long now) {
    cursor = cursor.failed(now);
    waitsUntil = now + Math.min(BACK_OFF_MOST, BACK_OFF << Math.min(failures, 5));
    failures++;
  }

  /** Whether it starts over because nothing was acknowledged for too long. */
  public boolean stalled(long now) {
    OutboxCursor next = cursor.tick(now);
    boolean again = !next.equals(cursor);
    cursor = next;
    return again;
  }

  /**
   * Takes an acknowledgement; an older one, or one of a history that was given up, says nothing.
   *
   * @return why the stream has to stop: the acknowledgement speaks of what was never sent from this
   *     database, so it has lost history. A message sent now could get a number that the receiver
   *     has stored, and would be dropped as a duplicate
   */
  public Optional<String> acked(StreamAck ack, long now) {
    long incarnation = stream.lineage().incarnation();
    if (ack.getIncarnation() > incarnation) {
      return Optional.of(
          "the receiver knows incarnation %d, this database %d: open a new incarnation"
              .formatted(ack.getIncarnation(), incarnation));
    }
    if (ack.getIncarnation() < incarnation || stream.stopped().isPresent()) {
      return Optional.empty();
    }
    if (ack.getStored() > stream.given()) {
      return Optional.of(
          "the receiver has stored %d, this database has given %d: open a new incarnation"
              .formatted(ack.getStored(), stream.given()));
    }
    cursor = cursor.acked(ack.getStored(), now);
    return Optional.empty();
  }

  /** Nothing is sent any more. */
  public void stop(String why) {
    stream =
        new Stream(receiver, stream.lineage(), stream.given(), stream.acked(), Optional.of(why));
  }

  /** What may be cut now, if there is anything. */
  public Optional<Long> toCut() {
    return cursor.acked() > cutTo ? Optional.of(cursor.acked()) : Optional.empty();
  }

  /** The rows up to there are cut. */
  public void cut(long to) {
    cutTo = to;
  }

  /** A statement that has to go out now; the newest of its subject. */
  public void state(Statement statement) {
    fresh.put(statement.getSubject(), statement);
  }

  /** Statements that have to go out now. */
  public List<Statement> fresh() {
    return new ArrayList<>(fresh.values());
  }

  /** They are out. */
  public void stated() {
    fresh.clear();
  }

  /** What the other end sends is stored up to there. */
  public void stored(StreamId id, Position position) {
    if (!position.equals(stored.put(id, position))) {
      ackNews = true;
    }
  }

  /** Whether acknowledgements are due on a record of their own. */
  public boolean acksDue(long now) {
    long waited = now - ackedAt;
    return !stored.isEmpty() && (waited >= ACK_AGAIN || (ackNews && waited >= ACK_SOON));
  }

  /** The acknowledgements that ride on the next record. */
  public Iterable<StreamAck> acks(long now) {
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
