package io.longshore.kit.wire;

import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Freshness;
import io.longshore.kit.core.GapWatch;
import io.longshore.kit.core.Reception;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Statements;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.wire.Inputs.Entry;
import io.longshore.kit.wire.Inputs.Message;
import io.longshore.kit.wire.Inputs.StatementIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Makes rounds' inputs of what arrives: keeps what is new and drops the rest, by number and
 * version. Its positions are those of the last batch it made, which the loop commits before it asks
 * for the next. Confined to the loop's thread, but for what health asks.
 */
public final class Assembly {

  private final Map<StreamId, Position> positions;
  private final BiConsumer<StreamId, String> onStop;
  private volatile Map<StreamId, String> stopped = Map.of();
  private final Statements statements = new Statements();
  private final GapWatch gaps = new GapWatch();
  private final Map<String, Map<String, Entry>> known = new TreeMap<>();
  private Freshness freshness = Freshness.NONE;
  private volatile boolean compactedRead;
  private Building building = new Building();

  /** The batch in the making. */
  private static final class Building {
    final List<Message> messages = new ArrayList<>();
    final List<StatementIn> statements = new ArrayList<>();
    final Map<String, Entry> entries = new LinkedHashMap<>();
    final Map<StreamId, Position> streams = new HashMap<>();
    final Map<String, TopicPosition> offsets = new HashMap<>();
    final Map<Statements.Key, Long> versions = new HashMap<>();
    final List<StreamAck> acks = new ArrayList<>();
  }

  /** What an earlier owner had read. */
  public record Stored(
      Map<StreamId, Position> streams,
      Map<String, TopicPosition> offsets,
      Map<Statements.Key, Long> statements) {

    /** Nothing yet. */
    public static final Stored NOTHING = new Stored(Map.of(), Map.of(), Map.of());
  }

  /**
   * Goes on where an earlier owner stopped.
   *
   * @param onStop told of each stream that stands still from now on, and why
   */
  public Assembly(Stored stored, BiConsumer<StreamId, String> onStop) {
    this.onStop = onStop;
    this.positions = new HashMap<>(stored.streams());
    stored.statements().forEach(statements::floor);
  }

  /** Whether timers may fire, and since when that is known. */
  public Freshness freshness() {
    return freshness;
  }

  /** The compacted topics have been read: rounds may begin. */
  public boolean ready() {
    return compactedRead;
  }

  /** Streams that wait at a gap. */
  public GapWatch gaps() {
    return gaps;
  }

  /** Streams that stand still until an operator acts, with the reason. */
  public Map<StreamId, String> stopped() {
    return stopped;
  }

  /** Sorts new arrivals into the batch in the making. */
  public void add(List<Arrival> arrivals, long nowMs) {
    for (Arrival arrival : arrivals) {
      switch (arrival) {
        case Arrival.Received received -> received(received, nowMs);
        case Arrival.Keyed(var topic, var key, var body) -> entry(new Entry(topic, key, body));
        case Arrival.CaughtUp(var askedAt) -> freshness = freshness.reached(askedAt);
        case Arrival.CompactedRead _ -> compactedRead = true;
      }
    }
  }

  /** Acknowledgements that came since the last call. */
  public List<StreamAck> takeAcks() {
    var acks = List.copyOf(building.acks);
    building.acks.clear();
    return acks;
  }

  /**
   * The batch made so far; the next one starts. Offsets alone wait for the next one with inputs.
   */
  public Batch take() {
    if (building.messages.isEmpty()
        && building.statements.isEmpty()
        && building.entries.isEmpty()) {
      return Batch.EMPTY;
    }
    var batch =
        new Batch(
            List.copyOf(building.messages),
            List.copyOf(building.statements),
            List.copyOf(building.entries.values()),
            new Advance(
                Map.copyOf(building.streams),
                Map.copyOf(building.offsets),
                Map.copyOf(building.versions),
                Optional.empty()));
    building = new Building();
    return batch;
  }

  private void received(Arrival.Received received, long nowMs) {
    StreamRecord record = received.record();
    building.acks.addAll(record.getAcksList());
    if (record.getMessagesCount() > 0) {
      messages(record, nowMs);
    }
    for (Statement statement : record.getStatementsList()) {
      var key = new Statements.Key(received.topic(), record.getFrom(), statement.getSubject());
      if (statements.take(key, statement.getVersion())) {
        replace(
            new StatementIn(
                key.topic(),
                key.from(),
                key.subject(),
                statement.getVersion(),
                statement.getBody()));
        building.versions.put(key, statement.getVersion());
      }
    }
    building.offsets.put(received.topic(), new TopicPosition(received.topicId(), received.next()));
  }

  private void replace(StatementIn newer) {
    building.statements.removeIf(older -> Batch.key(older).equals(Batch.key(newer)));
    building.statements.add(newer);
  }

  private void messages(StreamRecord record, long nowMs) {
    var stream = new StreamId(record.getFrom(), record.getTo(), record.getCell());
    if (stopped.containsKey(stream)) {
      return;
    }
    Position position = positions.getOrDefault(stream, Position.NONE);
    switch (Reception.of(position, record.getIncarnation(), record.getFirst(), record.getLast())) {
      case Reception.Duplicate _ -> {}
      case Reception.Take(int skip) -> {
        gaps.closed(stream);
        for (int i = skip; i < record.getMessagesCount(); i++) {
          building.messages.add(new Message(stream, record.getFirst() + i, record.getMessages(i)));
        }
        var next = new Position(record.getIncarnation(), record.getLast());
        positions.put(stream, next);
        building.streams.put(stream, next);
      }
      case Reception.Gap(long expected) -> gaps.gap(stream, expected, nowMs);
      case Reception.Alien(long ours, long theirs) ->
          stop(
              stream,
              "incarnation %d where %d is known: an operator has to say what was lost"
                  .formatted(theirs, ours));
    }
  }

  /** Nothing of this stream is taken any more. */
  public void stop(StreamId stream, String why) {
    var more = new HashMap<>(stopped);
    more.put(stream, why);
    stopped = Map.copyOf(more);
    onStop.accept(stream, why);
  }

  private void entry(Entry entry) {
    known.computeIfAbsent(entry.topic(), _ -> new LinkedHashMap<>()).put(entry.key(), entry);
    building.entries.remove(entry.topic() + " " + entry.key());
    building.entries.put(entry.topic() + " " + entry.key(), entry);
  }

  /** An input was put aside: it is not given again from here. */
  public void aside(Batch single) {
    for (Entry entry : single.entries()) {
      known.getOrDefault(entry.topic(), Map.of()).remove(entry.key(), entry);
    }
    single.statements().forEach(s -> statements.floor(Batch.key(s), s.version() + 1));
  }

  /**
   * Memory was rebuilt: what it had from compacted topics has to be given again, statements come
   * again by themselves.
   */
  public Batch restore(List<Batch> but) {
    statements.forgetSeen();
    var held = but.stream().flatMap(batch -> batch.entries().stream()).toList();
    List<Entry> entries =
        known.values().stream()
            .flatMap(byKey -> byKey.values().stream())
            .filter(entry -> !held.contains(entry))
            .toList();
    return new Batch(List.of(), List.of(), entries, Advance.NONE);
  }
}
