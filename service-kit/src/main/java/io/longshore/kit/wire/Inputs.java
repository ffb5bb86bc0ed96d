package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
import io.longshore.kit.core.StreamId;
import java.time.Instant;
import java.util.List;

/**
 * What one round works on, in order of arrival. All of it is new: what had been stored before was
 * dropped by the runtime.
 *
 * @param now max(stored clock, PostgreSQL's clock): never goes back, not even over a takeover
 * @param round this round's number, dense per scope
 * @param messages numbered messages, gapless per stream
 * @param statements statements that are newer than those seen before
 * @param entries records of compacted topics, the newest of a key last
 * @param timersMayFire false right after a takeover or a lag, until the inputs have been read to
 *     the ends seen then
 * @param again the one message was put aside once and is given again by an operator: what was held
 *     because of it is held no longer, whatever it comes to now
 */
public record Inputs(
    Instant now,
    long round,
    List<Message> messages,
    List<StatementIn> statements,
    List<Entry> entries,
    boolean timersMayFire,
    boolean again) {

  /** What has arrived, nothing of it given again. */
  public Inputs(
      Instant now,
      long round,
      List<Message> messages,
      List<StatementIn> statements,
      List<Entry> entries,
      boolean timersMayFire) {
    this(now, round, messages, statements, entries, timersMayFire, false);
  }

  /** A numbered message of a stream. */
  public record Message(StreamId stream, long number, ByteString body) {}

  /** A statement: the whole of what {@code from} says about {@code subject}. */
  public record StatementIn(
      String topic, String from, String subject, long version, ByteString body) {}

  /** A record of a compacted topic. */
  public record Entry(String topic, String key, ByteString body) {}

  /** Whether there is nothing but the time. */
  public boolean isEmpty() {
    return messages.isEmpty() && statements.isEmpty() && entries.isEmpty();
  }
}
