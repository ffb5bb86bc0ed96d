package io.longshore.kit.shell.kafka;

import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Undecodable;
import io.longshore.kit.wire.Arrival;
import io.longshore.kit.wire.StreamRecords;
import io.longshore.kit.wire.TopicPosition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a scope's topics on a thread of its own, for one ownership, and puts what is for us into
 * the inbox: first the compacted topics whole, then everything. Where the hints do not hold (topic
 * wiped, made again, truncated) it reads from the beginning, since numbers tell what is new. It
 * never gives up: what is wrong stands in {@link #problems}.
 */
public final class TopicReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TopicReader.class);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ENDS_TIMEOUT = Duration.ofSeconds(3);
  private static final long ENDS_EVERY = Duration.ofSeconds(1).toNanos();
  private static final long TOPICS_EVERY = Duration.ofSeconds(5).toNanos();
  private static final long COMPLAIN_EVERY = Duration.ofSeconds(30).toNanos();
  private static final long PAUSE_MS = 1_000;

  private final KafkaClients clients;
  private final Topics topics;
  private final Reading reading;
  private final Inbox inbox;
  private final Map<String, TopicPosition> positions;
  private final Map<String, String> problems = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> active;
  private boolean compactedRead;
  private long complainedAt;

  /** Reads what {@code reading} says, from {@code hints} on where they hold. */
  public TopicReader(
      KafkaClients clients,
      Topics topics,
      Reading reading,
      Map<String, TopicPosition> hints,
      Inbox inbox) {
    this.clients = clients;
    this.topics = topics;
    this.reading = reading;
    this.inbox = inbox;
    this.positions = new HashMap<>(hints);
    // A compacted topic's state is rebuilt from its beginning by every owner.
    reading.compacted().forEach(positions::remove);
    this.thread =
        Thread.ofPlatform().daemon().name("reader-" + reading.self()).unstarted(this::run);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** What keeps topics from being read, by topic; empty when all is well. */
  public Map<String, String> problems() {
    return new TreeMap<>(problems);
  }

  @Override
  public void close() {
    closed = true;
    inbox.close();
    KafkaConsumer<byte[], byte[]> reads = active;
    if (reads != null) {
      reads.wakeup();
    }
  }

  private void run() {
    while (!closed) {
      try {
        session();
      } catch (WakeupException e) {
        LOG.debugf("reader ends self=%s", reading.self());
      } catch (InterruptException | InterruptedException e) {
        return;
      } catch (KafkaException e) {
        problem("kafka", "Kafka cannot be read: " + e.getMessage());
        pause();
      } catch (RuntimeException e) {
        LOG.errorf(e, "reader failed, starts over self=%s", reading.self());
        pause();
      }
    }
  }

  /** One consumer's life: until a topic turns out to be another one, or Kafka fails. */
  private void session() throws InterruptedException {
    Map<String, String> ids = awaitTopics();
    try (var consumer = clients.consumer()) {
      active = consumer;
      new Session(consumer, ids).read();
    } finally {
      active = null;
    }
  }

  private Map<String, String> awaitTopics() throws InterruptedException {
    while (!closed) {
      Topics.Found found = topics.find(reading.topics(), reading.cell());
      problems.keySet().retainAll(found.missing().keySet());
      if (found.missing().isEmpty()) {
        return found.ids();
      }
      found.missing().forEach(this::problem);
      Thread.sleep(PAUSE_MS);
    }
    throw new WakeupException();
  }

  private void problem(String topic, String words) {
    String before = problems.put(topic, words);
    long now = System.nanoTime();
    if (!words.equals(before) || now - complainedAt > COMPLAIN_EVERY) {
      complainedAt = now;
      LOG.errorf("cannot read self=%s topic=%s: %s", reading.self(), topic, words);
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /** The thread's work with one consumer. */
  private final class Session {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, String> ids;
    private final Map<String, String> stopped = new HashMap<>();
    private long topicsCheckedAt = System.nanoTime();
    private long endsAskedAt;
    private Map<TopicPartition, Long> ends = Map.of();

    Session(KafkaConsumer<byte[], byte[]> consumer, Map<String, String> ids) {
      this.consumer = consumer;
      this.ids = ids;
    }

    void read() throws InterruptedException {
      consumer.assign(reading.topics().stream().map(this::partition).toList());
      reading.topics().forEach(this::seek);
      // Streams wait until the compacted topics have been read whole.
      if (!compactedRead) {
        consumer.pause(reading.inbound().stream().map(in -> partition(in.topic())).toList());
      }
      askEnds();
      while (!closed && sameTopics()) {
        handOver(poll());
        mark();
      }
    }

    private TopicPartition partition(String topic) {
      return new TopicPartition(topic, reading.cell());
    }

    private void seek(String topic) {
      TopicPosition hint = positions.get(topic);
      if (hint != null && hint.topicId().equals(ids.get(topic))) {
        consumer.seek(partition(topic), hint.next());
      } else {
        if (hint != null) {
          LOG.warnf("topic was made again, reading from its beginning topic=%s", topic);
        }
        consumer.seekToBeginning(List.of(partition(topic)));
      }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
      try {
        var records = consumer.poll(POLL);
        problems.remove("kafka");
        return records;
      } catch (InvalidOffsetException e) {
        LOG.warnf("offsets are gone, reading from the beginning partitions=%s", e.partitions());
        consumer.seekToBeginning(e.partitions());
        return ConsumerRecords.empty();
      }
    }

    private void handOver(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (!stopped.containsKey(record.topic())) {
          handOver(record);
        }
      }
      stopped.forEach(TopicReader.this::problem);
    }

    private void handOver(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
      String topic = record.topic();
      String id = ids.getOrDefault(topic, "");
      if (reading.compacted().contains(topic)) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        inbox.put(new Arrival.Keyed(topic, key, StreamRecords.body(record.value())));
      } else {
        try {
          StreamRecord read = StreamRecords.read(record.value());
          if (read.getTo().equals(reading.self()) && read.getCell() == reading.cell()) {
            var ours = reading.takesMessages(topic) ? read : StreamRecords.withoutMessages(read);
            inbox.put(new Arrival.Received(topic, id, record.offset() + 1, ours));
          }
        } catch (Undecodable e) {
          stop(record, e);
          return;
        }
      }
      positions.put(topic, new TopicPosition(id, record.offset() + 1));
    }

    /** Input that cannot be read is never skipped: this topic stands still until a restart. */
    private void stop(ConsumerRecord<byte[], byte[]> record, Undecodable why) {
      TopicPartition partition = partition(record.topic());
      consumer.seek(partition, record.offset());
      consumer.pause(List.of(partition));
      stopped.put(
          record.topic(), "stopped at offset %d: %s".formatted(record.offset(), why.getMessage()));
    }

    private void askEnds() {
      long now = System.nanoTime();
      ends = consumer.endOffsets(consumer.assignment(), ENDS_TIMEOUT);
      endsAskedAt = now;
    }

    /** Says that the ends asked for have been reached, and asks again from time to time. */
    private void mark() throws InterruptedException {
      if (!compactedRead && reached(reading.compacted().stream().map(this::partition).toList())) {
        compactedRead = true;
        inbox.put(new Arrival.CompactedRead());
        consumer.resume(consumer.paused());
      }
      if (!ends.isEmpty() && reached(ends.keySet())) {
        inbox.put(new Arrival.CaughtUp(endsAskedAt));
        ends = Map.of();
      }
      if (ends.isEmpty() && System.nanoTime() - endsAskedAt > ENDS_EVERY) {
        askEnds();
      }
    }

    private boolean reached(Collection<TopicPartition> partitions) {
      return partitions.stream()
          .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    private boolean sameTopics() {
      if (System.nanoTime() - topicsCheckedAt < TOPICS_EVERY) {
        return true;
      }
      topicsCheckedAt = System.nanoTime();
      var now = topics.find(reading.topics(), reading.cell());
      return now.ids().equals(ids);
    }
  }
}
