package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Undecodable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * How one ownership reads its topics: where from, the compacted ones whole before the others, what
 * is for us, and when the ends that were asked for have been read to. Where a hint does not hold
 * (topic wiped, made again, truncated) a topic is read from its beginning, since numbers tell what
 * is new. Confined to the reader's thread; times are monotonic nanoseconds.
 */
public final class TopicReads {

  private static final long ENDS_EVERY = Duration.ofSeconds(1).toNanos();
  private static final long TOPICS_EVERY = Duration.ofSeconds(5).toNanos();

  private final Reading reading;
  private final Map<String, TopicPosition> positions;
  private final Map<String, String> stopped = new TreeMap<>();
  private Map<String, String> ids = Map.of();
  private Map<String, Long> ends = Map.of();
  private boolean compactedRead;
  private boolean endsAsked;
  private long endsAskedAt;
  private long topicsSeenAt;

  /** Reads what {@code reading} says, from {@code hints} on where they hold. */
  public TopicReads(Reading reading, Map<String, TopicPosition> hints) {
    this.reading = reading;
    this.positions = new HashMap<>(hints);
    // A compacted topic's state is rebuilt from its beginning by every owner.
    reading.compacted().forEach(positions::remove);
  }

  /**
   * Reading begins, or begins again because a topic is another one or the connection was lost.
   *
   * @param found the id of every topic
   * @return the offset to read each from; empty is its beginning
   */
  public Map<String, OptionalLong> begin(Map<String, String> found, long nanos) {
    ids = Map.copyOf(found);
    stopped.clear();
    ends = Map.of();
    endsAsked = false;
    topicsSeenAt = nanos;
    var starts = new TreeMap<String, OptionalLong>();
    for (String topic : reading.topics()) {
      TopicPosition hint = positions.get(topic);
      boolean holds = hint != null && hint.topicId().equals(ids.get(topic));
      starts.put(topic, holds ? OptionalLong.of(hint.next()) : OptionalLong.empty());
    }
    return starts;
  }

  /** Whether a topic was read that had another id then, or had none. */
  public boolean wasMadeAgain(String topic) {
    TopicPosition before = positions.get(topic);
    return before != null && !before.topicId().equals(ids.get(topic));
  }

  /** Whether it is time to look if the topics are still the same. */
  public boolean topicsDue(long nanos) {
    return nanos - topicsSeenAt >= TOPICS_EVERY;
  }

  /** Whether the topics are the ones that are being read; if not, {@link #begin} again. */
  public boolean same(Map<String, String> found, long nanos) {
    topicsSeenAt = nanos;
    return found.equals(ids);
  }

  /** Topics that may not be read yet: streams, until the compacted topics have been read whole. */
  public List<String> held() {
    return compactedRead ? List.of() : reading.inbound();
  }

  /** Whether it is a compacted topic. */
  public boolean isCompacted(String topic) {
    return reading.compacted().contains(topic);
  }

  /** A record of a compacted topic was read. */
  public Arrival keyed(String topic, long offset, String key, ByteString body) {
    advance(topic, offset);
    return new Arrival.Keyed(topic, key, body);
  }

  /**
   * A record of another topic was read.
   *
   * @param record reads it whole; what it throws stops the topic, since input that cannot be read
   *     is never skipped
   * @return what is for us of it
   */
  public Optional<Arrival> received(String topic, long offset, Supplier<StreamRecord> record) {
    if (stopped.containsKey(topic)) {
      return Optional.empty();
    }
    StreamRecord read;
    try {
      read = record.get();
    } catch (Undecodable e) {
      stopped.put(topic, "stopped at offset %d: %s".formatted(offset, e.getMessage()));
      return Optional.empty();
    }
    advance(topic, offset);
    if (!read.getTo().equals(reading.self()) || read.getCell() != reading.cell()) {
      return Optional.empty();
    }
    var ours = reading.numbered().contains(topic) ? read : StreamRecords.withoutMessages(read);
    return Optional.of(new Arrival.Received(topic, ids.getOrDefault(topic, ""), offset + 1, ours));
  }

  private void advance(String topic, long offset) {
    positions.put(topic, new TopicPosition(ids.getOrDefault(topic, ""), offset + 1));
  }

  /** Topics that stand still until reading begins again, with the reason. */
  public Map<String, String> stopped() {
    return stopped;
  }

  /** Whether it is time to ask where the topics end. */
  public boolean endsDue(long nanos) {
    return !endsAsked || (ends.isEmpty() && nanos - endsAskedAt > ENDS_EVERY);
  }

  /** Where the topics ended when that was asked for. */
  public void ends(Map<String, Long> all, long askedAt) {
    ends = Map.copyOf(all);
    endsAsked = true;
    endsAskedAt = askedAt;
  }

  /**
   * What has been reached.
   *
   * @param next the offset that is read next of a topic, everything before it handed over
   */
  public List<Arrival> reached(ToLongFunction<String> next) {
    var marks = new ArrayList<Arrival>();
    if (!endsAsked) {
      return marks;
    }
    if (!compactedRead && reached(reading.compacted(), next)) {
      compactedRead = true;
      marks.add(new Arrival.CompactedRead());
    }
    if (!ends.isEmpty() && reached(ends.keySet(), next)) {
      ends = Map.of();
      marks.add(new Arrival.CaughtUp(endsAskedAt));
    }
    return marks;
  }

  private boolean reached(Iterable<String> topics, ToLongFunction<String> next) {
    for (String topic : topics) {
      if (next.applyAsLong(topic) < ends.getOrDefault(topic, 0L)) {
        return false;
      }
    }
    return true;
  }
}
