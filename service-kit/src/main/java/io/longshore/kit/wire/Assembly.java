package io.longshore.kit.wire;

import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Freshness;
import io.longshore.kit.core.GapWatch;
import io.longshore.kit.core.Lineage;
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

  /** How exactly it is known when an end was heard of. */
  private static final long HEARD_MS = 1_000;

  private final Map<StreamId, Position> positions = new HashMap<>();
  private final BiConsumer<StreamId, String> onStop;
  private volatile Map<StreamId, String> stopped = Map.of();
  private final Statements statements = new Statements();
  private final GapWatch gaps = new GapWatch();
  private final Map<String, Map<String, Entry>> known = new TreeMap<>();
  private Freshness freshness = Freshness.NONE;
  private volatile boolean compactedRead;
  private volatile Map<String, String> alarming = Map.of();
  private volatile Map<String, Long> heardAt = Map.of();
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
      Map<Statements.Key, Long> statements) {}

  /**
   * Knows nothing yet.
   *
   * @param onStop told of each stream that stands still from now on, and why
   */
  public Assembly(BiConsumer<StreamId, String> onStop) {
    this.onStop = onStop;
  }

  /** Goes on where an earlier owner stopped. */
  public void begin(Stored stored) {
    positions.putAll(stored.streams());
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

  /** Gaps that have lasted {@code after} milliseconds: an alarm. */
  public List<GapWatch.Gap> alarms(long nowMs, long after) {
    var alarms = gaps.alarms(nowMs, after);
    var words = new TreeMap<String, String>();
    alarms.forEach(
        gap ->
            words.put(
                gap.stream().toString(),
                "waits for message %d since %d s"
                    .formatted(gap.expected(), (nowMs - gap.since()) / 1_000)));
    alarming = words;
    return alarms;
  }

  private void heard(String from, long nowMs) {
    Long before = heardAt.get(from);
    if (before == null || nowMs - before >= HEARD_MS) {
      var more = new HashMap<>(heardAt);
      more.put(from, nowMs);
      heardAt = Map.copyOf(more);
    }
  }

  /**
   * How long nothing was heard of each end that speaks to this one, in milliseconds, to a second;
   * other threads ask. An end that lives speaks every 10 s.
   */
  public Map<String, Long> silence(long nowMs) {
    var silence = new TreeMap<String, Long>();
    heardAt.forEach((from, at) -> silence.put(from, Math.max(0, nowMs - at)));
    return silence;
  }

  /** What is wrong with streams, by stream; other threads ask. */
  public Map<String, String> problems() {
    Map<String, String> problems = new TreeMap<>(alarming);
    stopped.forEach((stream, why) -> problems.put(stream.toString(), why));
    return problems;
  }

  /** Streams that stand still until an operator acts, with the reason. */
  public Map<StreamId, String> stopped() {
    return stopped;
  }

  /** Sorts new arrivals into the batch in the making. */
  public void add(List<Arrival> arrivals, long nowMs) {
    if (heardAt.isEmpty()) {
      // Who was heard of by an earlier owner has his time from now on.
      positions.keySet().forEach(stream -> heard(stream.from(), nowMs));
    }
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
        && building.entries.isEmpty()
        && building.streams.isEmpty()) {
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
                Optional.empty(),
                Optional.empty()));
    building = new Building();
    return batch;
  }

  private void received(Arrival.Received received, long nowMs) {
    StreamRecord record = received.record();
    heard(record.getFrom(), nowMs);
    building.acks.addAll(record.getAcksList());
    if (record.getIncarnation() > 0) {
      stream(record, nowMs);
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

  private void stream(StreamRecord record, long nowMs) {
    var stream = new StreamId(record.getFrom(), record.getTo(), record.getCell());
    if (stopped.containsKey(stream)) {
      return;
    }
    Position position = positions.getOrDefault(stream, Position.NONE);
    var lineage = new Lineage(record.getIncarnation(), record.getParent(), record.getBase());
    var sender = new Reception.Sender(lineage, record.getCut());
    var reception =
        record.getMessagesCount() > 0
            ? Reception.of(position, sender, record.getFirst(), record.getLast())
            : Reception.history(position, sender).orElse(new Reception.Duplicate());
    switch (reception) {
      case Reception.Duplicate _ -> goOn(stream, position, lineage);
      case Reception.Take(int skip) -> take(stream, record, skip);
      case Reception.Gap(long expected) -> {
        gaps.gap(stream, expected, nowMs);
        goOn(stream, position, lineage);
      }
      case Reception.Stale _ -> {}
      case Reception.Lost(var why) -> stop(stream, why);
    }
  }

  private void take(StreamId stream, StreamRecord record, int skip) {
    gaps.closed(stream);
    for (int i = skip; i < record.getMessagesCount(); i++) {
      building.messages.add(new Message(stream, record.getFirst() + i, record.getMessages(i)));
    }
    move(stream, new Position(record.getIncarnation(), record.getLast()));
  }

  /** A new incarnation goes on from what is stored: that is stored, and acknowledged by it. */
  private void goOn(StreamId stream, Position position, Lineage lineage) {
    if (!position.equals(Position.NONE) && position.incarnation() != lineage.incarnation()) {
      move(stream, new Position(lineage.incarnation(), position.last()));
    }
  }

  private void move(StreamId stream, Position next) {
    positions.put(stream, next);
    building.streams.put(stream, next);
  }

  /** Nothing of this stream is taken any more. */
  public void stop(StreamId stream, String why) {
    var more = new HashMap<>(stopped);
    more.put(stream, why);
    stopped = Map.copyOf(more);
    gaps.closed(stream);
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
