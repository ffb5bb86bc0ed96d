package io.longshore.simulation.service;

import io.longshore.kit.wire.Arrival;
import io.longshore.kit.wire.StreamRecords;
import io.longshore.kit.wire.TopicPosition;
import io.longshore.simulation.kafka.SimKafka;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Host;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads a scope's topics for one ownership, as the kit's TopicReader does: compacted ones first,
 * then all; from the beginning where the hints do not hold; and says when the ends asked for have
 * been read.
 */
final class Reader {

  private static final long ENDS_EVERY = 2_000;
  private static final long TOPICS_EVERY = 5_000;

  private final Wires wires;
  private final SimKafka kafka;
  private final Host host;
  private final Agenda agenda;
  private final Consumer<Arrival> inbox;
  private final Map<String, Long> positions = new TreeMap<>();
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, Boolean> streams = new HashMap<>();
  private final Map<String, TopicPosition> hints;
  private final ArrayDeque<Map<String, Long>> asked = new ArrayDeque<>();
  private long askedAt;
  private long topicsAt;
  private boolean compactedRead;
  private boolean polling;
  private boolean closed;
  private final Runnable nudge;

  Reader(
      Wires wires,
      SimKafka kafka,
      Host host,
      Agenda agenda,
      Map<String, TopicPosition> hints,
      Consumer<Arrival> inbox) {
    this.wires = wires;
    this.kafka = kafka;
    this.host = host;
    this.agenda = agenda;
    this.hints = new HashMap<>(hints);
    this.inbox = inbox;
    this.nudge = this::nudged;
    wires.inbound().forEach(in -> streams.put(in.topic(), in.messages()));
    wires.compacted().forEach(this.hints::remove);
  }

  void start() {
    topics().forEach(topic -> kafka.listen(topic, nudge));
    tick();
  }

  void close() {
    closed = true;
    topics().forEach(topic -> kafka.leave(topic, nudge));
  }

  private List<String> topics() {
    return Stream.concat(
            wires.compacted().stream(), wires.inbound().stream().map(Wires.Inbound::topic))
        .toList();
  }

  private void nudged() {
    if (!polling && !closed) {
      polling = true;
      host.in(0, this::poll);
    }
  }

  private void tick() {
    if (closed) {
      return;
    }
    host.in(ENDS_EVERY, this::tick);
    if (kafka.down()) {
      return;
    }
    if (positions.isEmpty() || agenda.now() - topicsAt >= TOPICS_EVERY) {
      topicsAt = agenda.now();
      seek();
    }
    if (asked.isEmpty()) {
      askedAt = agenda.now();
      var ends = new TreeMap<String, Long>();
      positions.keySet().forEach(topic -> ends.put(topic, kafka.end(topic)));
      asked.add(ends);
    }
    nudged();
  }

  /** A topic that was made again is another one, and read from its beginning. */
  private void seek() {
    for (String topic : topics()) {
      String id = kafka.id(topic);
      if (!id.equals(ids.put(topic, id))) {
        var hint = hints.get(topic);
        boolean holds = hint != null && hint.topicId().equals(id);
        positions.put(topic, holds ? hint.next() : kafka.base(topic));
        asked.clear();
      }
    }
  }

  private void poll() {
    polling = false;
    if (closed || kafka.down() || positions.isEmpty()) {
      return;
    }
    wires.compacted().forEach(this::readKeyed);
    if (!compactedRead && reached(wires.compacted())) {
      compactedRead = true;
      inbox.accept(new Arrival.CompactedRead());
    }
    if (compactedRead) {
      wires.inbound().forEach(in -> readStream(in.topic()));
    }
    if (!asked.isEmpty() && reached(asked.peek().keySet())) {
      asked.clear();
      inbox.accept(new Arrival.CaughtUp(askedAt * 1_000_000));
    }
  }

  private boolean reached(Iterable<String> some) {
    var ends = asked.peek();
    if (ends == null) {
      return false;
    }
    for (String topic : new TreeSet<>(some instanceof List<String> l ? l : ends.keySet())) {
      if (positions.getOrDefault(topic, 0L) < ends.getOrDefault(topic, 0L)) {
        return false;
      }
    }
    return true;
  }

  /** Offsets that are gone are read from the beginning. */
  private long position(String topic) {
    long at = positions.get(topic);
    return at < kafka.base(topic) || at > kafka.end(topic) ? kafka.base(topic) : at;
  }

  private void readKeyed(String topic) {
    long at = position(topic);
    for (var record = kafka.at(topic, at); record != null; record = kafka.at(topic, at)) {
      inbox.accept(new Arrival.Keyed(topic, record.key(), record.value()));
      at++;
    }
    positions.put(topic, at);
  }

  private void readStream(String topic) {
    long at = position(topic);
    String id = ids.getOrDefault(topic, "");
    for (var record = kafka.at(topic, at); record != null; record = kafka.at(topic, at)) {
      at++;
      var read = record.stream();
      if (read.getTo().equals(wires.self())) {
        boolean messages = Boolean.TRUE.equals(streams.get(topic));
        var ours = messages ? read : StreamRecords.withoutMessages(read);
        inbox.accept(new Arrival.Received(topic, id, at, ours));
      }
    }
    positions.put(topic, at);
  }
}
