package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
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
public final class EntryBook {

  /** How often everything is written again, in ms. */
  private static final long REWRITE_EVERY = 300_000;

  private final Map<String, Map<String, ByteString>> byTopic = new TreeMap<>();
  private final Map<String, Map<String, ByteString>> changed = new TreeMap<>();
  private final Map<String, Written> written = new HashMap<>();

  private record Written(String id, long at) {}

  /** A record holds from now on; an empty body is its deletion. */
  public void put(String topic, String key, ByteString body) {
    at(byTopic, topic).put(key, body);
    at(changed, topic).put(key, body);
  }

  private static Map<String, ByteString> at(
      Map<String, Map<String, ByteString>> map, String topic) {
    return map.computeIfAbsent(topic, _ -> new LinkedHashMap<>());
  }

  /** Topics that have records. */
  public List<String> topics() {
    return List.copyOf(byTopic.keySet());
  }

  /**
   * What is to be written now.
   *
   * @param whole all that holds, not only what changed
   * @param at when this was asked
   */
  public record Due(
      String topic, String id, boolean whole, long at, Map<String, ByteString> entries) {}

  /** What is to be written to the topic of this id. */
  public Due due(String topic, String id, long now) {
    Written last = written.get(topic);
    boolean whole = last == null || !last.id().equals(id) || now - last.at() >= REWRITE_EVERY;
    return new Due(topic, id, whole, now, at(whole ? byTopic : changed, topic));
  }

  /** It is on Kafka; deletions that are there need no keeping. */
  public void written(Due due) {
    if (due.whole()) {
      written.put(due.topic(), new Written(due.id(), due.at()));
    }
    at(changed, due.topic()).clear();
    at(byTopic, due.topic()).values().removeIf(ByteString::isEmpty);
  }

  /** A write failed: everything again. */
  public void failed() {
    written.clear();
  }
}
