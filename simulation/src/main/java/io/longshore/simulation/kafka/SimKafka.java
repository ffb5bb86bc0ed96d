package io.longshore.simulation.kafka;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.wire.StreamRecords;
import io.longshore.simulation.Faults;
import io.longshore.simulation.History;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A broker with one partition a topic. It keeps what it has confirmed until it is truncated or made
 * again, which it may be at any time: Kafka is transport, the databases are the truth.
 */
public final class SimKafka {

  /** A record; the key is empty but on compacted topics. */
  public static final class Record {
    private final String key;
    private final ByteString value;
    private @Nullable StreamRecord stream;

    Record(String key, ByteString value) {
      this.key = key;
      this.value = value;
    }

    /** What it is about. */
    public String key() {
      return key;
    }

    /** Its bytes. */
    public ByteString value() {
      return value;
    }

    /** Read as a record of a stream; once, however many read it. */
    public StreamRecord stream() {
      var read = stream;
      if (read == null) {
        read = StreamRecords.read(value.toByteArray());
        stream = read;
      }
      return read;
    }
  }

  /** What became of a send. */
  public enum Sent {
    /** It is there. */
    DONE,
    /** It is not. */
    FAILED,
    /** It is there, perhaps twice, and the sender does not know. */
    UNANSWERED
  }

  private static final class Topic {
    String id;
    long base;
    final ArrayList<Record> records = new ArrayList<>();

    Topic(String id) {
      this.id = id;
    }
  }

  /** Milliseconds from one outage, truncation or topic made again to the next, on average. */
  private static final long MISHAP = 90_000;

  private final Agenda agenda;
  private final Dice dice;
  private final Faults faults;
  private final History history;
  private final Map<String, Topic> topics = new TreeMap<>();
  private final Map<String, List<Runnable>> listeners = new HashMap<>();
  private int made;
  private boolean down;

  /** A broker without topics. */
  public SimKafka(Agenda agenda, Dice dice, Faults faults, History history) {
    this.agenda = agenda;
    this.dice = dice;
    this.faults = faults;
    this.history = history;
  }

  /** Makes a topic. */
  public void create(String topic) {
    topics.put(topic, new Topic("t" + ++made));
  }

  /** The topic's id, empty while the broker is away. */
  public String id(String topic) {
    return down ? "" : topic(topic).id;
  }

  /** Whether the broker is away. */
  public boolean down() {
    return down;
  }

  /** Where the topic ends. */
  public long end(String topic) {
    return topic(topic).base + topic(topic).records.size();
  }

  /** Where the topic begins. */
  public long base(String topic) {
    return topic(topic).base;
  }

  /** The record at an offset, null beyond the end or before the beginning. */
  public @Nullable Record at(String topic, long offset) {
    var there = topic(topic);
    long index = offset - there.base;
    return index < 0 || index >= there.records.size() ? null : there.records.get((int) index);
  }

  private Topic topic(String name) {
    var topic = topics.get(name);
    if (topic == null) {
      throw new IllegalStateException("no topic " + name);
    }
    return topic;
  }

  /** Appends a record, or not. */
  public Sent send(String topic, String key, ByteString value) {
    if (down) {
      return Sent.FAILED;
    }
    boolean faulty = faults.on(Faults.Kind.KAFKA);
    if (faulty && dice.once(300)) {
      return Sent.FAILED;
    }
    append(topic, key, value);
    if (faulty && dice.once(200)) {
      append(topic, key, value);
    }
    return faulty && dice.once(300) ? Sent.UNANSWERED : Sent.DONE;
  }

  private void append(String topic, String key, ByteString value) {
    topic(topic).records.add(new Record(key, value));
    for (Runnable listener : listeners.getOrDefault(topic, List.of())) {
      boolean late = faults.on(Faults.Kind.KAFKA) && dice.once(200);
      agenda.in(late ? dice.between(500, 15_000) : dice.between(1, 8), listener);
    }
  }

  /** Tells {@code listener} a while after something was appended to the topic. */
  public void listen(String topic, Runnable listener) {
    listeners.computeIfAbsent(topic, _ -> new ArrayList<>()).add(listener);
  }

  /** Tells it no more. */
  public void leave(String topic, Runnable listener) {
    listeners.getOrDefault(topic, new ArrayList<>()).remove(listener);
  }

  /** Faults that come by themselves. */
  public void start() {
    agenda.in(dice.around(MISHAP), this::mishap);
  }

  private void mishap() {
    if (faults.stopped()) {
      return;
    }
    agenda.in(dice.around(MISHAP), this::mishap);
    if (!faults.on(Faults.Kind.KAFKA) || down) {
      return;
    }
    String topic = dice.one(List.copyOf(topics.keySet()));
    switch ((int) dice.between(0, 2)) {
      case 0 -> outage();
      case 1 -> recreate(topic);
      default -> truncate(topic);
    }
  }

  private void outage() {
    down = true;
    history.tell("kafka", "is away");
    agenda.in(
        dice.between(1_000, 25_000),
        () -> {
          down = false;
          history.tell("kafka", "is back");
        });
  }

  /** The topic is deleted and made again, and all that was in it is gone. */
  public void recreate(String topic) {
    history.tell("kafka", "topic made again: " + topic);
    create(topic);
  }

  /** The oldest records are gone, read or not. */
  private void truncate(String topic) {
    var there = topic(topic);
    int cut = (int) dice.between(0, there.records.size());
    there.records.subList(0, cut).clear();
    there.base += cut;
    history.tell("kafka", "topic cut to " + there.base + ": " + topic);
  }

  /** Puts an end to an outage. */
  public void heal() {
    down = false;
  }
}
