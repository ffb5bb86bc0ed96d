package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.StreamId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the publisher is told after a commit, until it looks. The newest word about a thing replaces
 * the older one, so it holds no more than there are things.
 */
public final class Mail {

  private final Map<String, Said> statements = new LinkedHashMap<>();
  private final Map<String, Kept> entries = new LinkedHashMap<>();
  private final Map<StreamId, Position> stored = new HashMap<>();
  private final Set<StreamAck> acks = new LinkedHashSet<>();
  private boolean rows;

  /** A statement to {@code to}; an empty body withdraws it. */
  record Said(String to, String subject, ByteString body) {}

  /** A record of a compacted topic; an empty body is its deletion. */
  record Kept(String topic, String key, ByteString body) {}

  /** A statement holds from now on. */
  public void statement(String to, String subject, ByteString body) {
    statements.put(to + " " + subject, new Said(to, subject, body));
  }

  /** A record of a compacted topic holds from now on. */
  public void entry(String topic, String key, ByteString body) {
    entries.put(topic + " " + key, new Kept(topic, key, body));
  }

  /** What other ends sent is stored up to there. */
  public void stored(Map<StreamId, Position> positions) {
    stored.putAll(positions);
  }

  /** Other ends have stored what was sent to them. */
  public void acked(Iterable<StreamAck> some) {
    some.forEach(acks::add);
  }

  /** There may be new outbox rows. */
  public void rows() {
    rows = true;
  }

  /**
   * Whether it is worth a look now. A stored position alone is not: acknowledgements ride on the
   * next record.
   */
  public boolean isUrgent() {
    return rows || !statements.isEmpty() || !entries.isEmpty() || !acks.isEmpty();
  }

  Iterable<Said> statements() {
    return statements.values();
  }

  Iterable<Kept> entries() {
    return entries.values();
  }

  Map<StreamId, Position> stored() {
    return stored;
  }

  Set<StreamAck> acks() {
    return acks;
  }
}
