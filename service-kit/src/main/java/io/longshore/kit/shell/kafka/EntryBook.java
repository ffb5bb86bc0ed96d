package io.longshore.kit.shell.kafka;

import com.google.protobuf.ByteString;
import io.longshore.kit.shell.Step.EntryOut;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records of the compacted topics that hold. All are written again when an owner starts, when a
 * topic is made again, after a failure, and every five minutes: a former owner that wakes up late
 * could have overwritten one, and compaction would keep that.
 */
final class EntryBook {

  /** How often everything is written again, in ms. */
  static final long REWRITE_EVERY = 300_000;

  private final Map<String, Map<String, ByteString>> byTopic = new TreeMap<>();
  private final Map<String, String> writtenTo = new HashMap<>();
  private final Map<String, Long> writtenAt = new HashMap<>();

  void put(EntryOut entry) {
    byTopic
        .computeIfAbsent(entry.topic(), _ -> new LinkedHashMap<>())
        .put(entry.key(), entry.body());
  }

  List<String> topics() {
    return List.copyOf(byTopic.keySet());
  }

  /** Whether all of a topic is to be written. */
  boolean rewriteDue(String topic, String id, long now) {
    return !id.equals(writtenTo.get(topic))
        || now - writtenAt.getOrDefault(topic, 0L) >= REWRITE_EVERY;
  }

  Map<String, ByteString> all(String topic) {
    return byTopic.getOrDefault(topic, Map.of());
  }

  /** All of the topic is on Kafka; records that say nothing any longer need no keeping. */
  void written(String topic, String id, long now) {
    writtenTo.put(topic, id);
    writtenAt.put(topic, now);
    all(topic).values().removeIf(ByteString::isEmpty);
  }

  /** A write failed: everything again. */
  void failed() {
    writtenTo.clear();
  }
}
