package io.longshore.simulation.service;

import io.longshore.kit.wire.Arrival;
import io.longshore.kit.wire.Reading;
import io.longshore.kit.wire.TopicPosition;
import io.longshore.kit.wire.TopicReads;
import io.longshore.simulation.kafka.SimKafka;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Host;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads a scope's topics for one ownership as the kit's {@link TopicReads} says, as the kit's
 * TopicReader does with a thread.
 */
final class Reader {

  /** How often it looks where topics end, and whether they are the same. */
  private static final long TICK = 2_000;

  private final Reading reading;
  private final TopicReads reads;
  private final SimKafka kafka;
  private final Host host;
  private final Agenda agenda;
  private final Consumer<Arrival> inbox;
  private final Runnable nudge = this::nudged;
  private final Map<String, Long> next = new TreeMap<>();
  private boolean polling;
  private boolean closed;

  Reader(
      Wires wires,
      SimKafka kafka,
      Host host,
      Agenda agenda,
      Map<String, TopicPosition> hints,
      Consumer<Arrival> inbox) {
    this.kafka = kafka;
    this.host = host;
    this.agenda = agenda;
    this.inbox = inbox;
    this.reading = reading(wires);
    this.reads = new TopicReads(reading, hints);
  }

  private static Reading reading(Wires wires) {
    var numbered =
        wires.inbound().stream()
            .filter(Wires.Inbound::messages)
            .map(Wires.Inbound::topic)
            .collect(Collectors.toSet());
    var inbound = wires.inbound().stream().map(Wires.Inbound::topic).toList();
    return new Reading(wires.self(), 0, inbound, numbered, wires.compacted());
  }

  void start() {
    reading.topics().forEach(topic -> kafka.listen(topic, nudge));
    tick();
  }

  void close() {
    closed = true;
    reading.topics().forEach(topic -> kafka.leave(topic, nudge));
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
    host.in(TICK, this::tick);
    if (kafka.down()) {
      return;
    }
    if (next.isEmpty() || reads.topicsDue(agenda.nanos())) {
      look();
    }
    if (reads.endsDue(agenda.nanos())) {
      var ends = new TreeMap<String, Long>();
      reading.topics().forEach(topic -> ends.put(topic, kafka.end(topic)));
      reads.ends(ends, agenda.nanos());
    }
    nudged();
  }

  private void look() {
    var ids = new TreeMap<String, String>();
    reading.topics().forEach(topic -> ids.put(topic, kafka.id(topic)));
    if (next.isEmpty() || !reads.same(ids, agenda.nanos())) {
      reads
          .begin(ids, agenda.nanos())
          .forEach((topic, from) -> next.put(topic, from.orElse(kafka.base(topic))));
    }
  }

  private void poll() {
    polling = false;
    if (closed || kafka.down() || next.isEmpty()) {
      return;
    }
    reading.compacted().forEach(this::readKeyed);
    mark();
    if (reads.held().isEmpty()) {
      reading.inbound().forEach(this::readStream);
      mark();
    }
  }

  private void mark() {
    List<Arrival> marks = reads.reached(next::get);
    marks.forEach(inbox);
  }

  /** Offsets that are gone are read from the beginning. */
  private long position(String topic) {
    long at = next.get(topic);
    return at < kafka.base(topic) || at > kafka.end(topic) ? kafka.base(topic) : at;
  }

  private void readKeyed(String topic) {
    long at = position(topic);
    for (var record = kafka.at(topic, at); record != null; record = kafka.at(topic, at)) {
      inbox.accept(reads.keyed(topic, at, record.key(), record.value()));
      at++;
    }
    next.put(topic, at);
  }

  private void readStream(String topic) {
    long at = position(topic);
    for (var record = kafka.at(topic, at); record != null; record = kafka.at(topic, at)) {
      reads.received(topic, at, record::stream).ifPresent(inbox);
      at++;
    }
    next.put(topic, at);
    if (!reads.stopped().isEmpty()) {
      throw new IllegalStateException(reads.stopped().toString());
    }
  }
}
