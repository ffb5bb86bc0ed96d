package io.longshore.kit.shell.kafka;

import io.longshore.kit.wire.Arrival;
import io.longshore.kit.wire.Reading;
import io.longshore.kit.wire.StreamRecords;
import io.longshore.kit.wire.TopicPosition;
import io.longshore.kit.wire.TopicReads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
 * Reads a scope's topics on a thread of its own, for one ownership, as {@link TopicReads} says, and
 * puts what is for us into the inbox. It never gives up: what is wrong stands in {@link #problems}.
 */
public final class TopicReader implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TopicReader.class);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration ENDS_TIMEOUT = Duration.ofSeconds(3);
  private static final long COMPLAIN_EVERY = Duration.ofSeconds(30).toNanos();
  private static final long PAUSE_MS = 1_000;

  private final KafkaClients clients;
  private final Topics topics;
  private final Reading reading;
  private final Inbox inbox;
  private final TopicReads reads;
  private final Map<String, String> problems = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> active;
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
    this.reads = new TopicReads(reading, hints);
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
    private final Map<String, OptionalLong> starts;

    Session(KafkaConsumer<byte[], byte[]> consumer, Map<String, String> ids) {
      this.consumer = consumer;
      this.starts = reads.begin(ids, System.nanoTime());
    }

    void read() throws InterruptedException {
      consumer.assign(partitions(starts.keySet()));
      starts.forEach(this::seek);
      consumer.pause(partitions(reads.held()));
      askEnds();
      while (!closed && sameTopics()) {
        handOver(poll());
        mark();
      }
    }

    private List<TopicPartition> partitions(Collection<String> some) {
      return some.stream().map(this::partition).toList();
    }

    private TopicPartition partition(String topic) {
      return new TopicPartition(topic, reading.cell());
    }

    private void seek(String topic, OptionalLong offset) {
      if (offset.isPresent()) {
        consumer.seek(partition(topic), offset.getAsLong());
        return;
      }
      if (reads.wasMadeAgain(topic)) {
        LOG.warnf("topic was made again, reading from its beginning topic=%s", topic);
      }
      consumer.seekToBeginning(List.of(partition(topic)));
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
        if (!reads.stopped().containsKey(record.topic())) {
          handOver(record);
        }
      }
      reads.stopped().forEach(TopicReader.this::problem);
    }

    private void handOver(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
      String topic = record.topic();
      long offset = record.offset();
      if (reads.isCompacted(topic)) {
        String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        inbox.put(reads.keyed(topic, offset, key, StreamRecords.body(record.value())));
        return;
      }
      var ours = reads.received(topic, offset, () -> StreamRecords.read(record.value()));
      if (ours.isPresent()) {
        inbox.put(ours.get());
      } else if (reads.stopped().containsKey(topic)) {
        consumer.seek(partition(topic), offset);
        consumer.pause(List.of(partition(topic)));
      }
    }

    private void askEnds() {
      long askedAt = System.nanoTime();
      var ends = new TreeMap<String, Long>();
      consumer
          .endOffsets(consumer.assignment(), ENDS_TIMEOUT)
          .forEach((partition, end) -> ends.put(partition.topic(), end));
      reads.ends(ends, askedAt);
    }

    /** Says what has been reached, and asks for the ends again from time to time. */
    private void mark() throws InterruptedException {
      for (Arrival mark : reads.reached(topic -> consumer.position(partition(topic)))) {
        inbox.put(mark);
      }
      if (reads.held().isEmpty()) {
        consumer.resume(waiting());
      }
      if (reads.endsDue(System.nanoTime())) {
        askEnds();
      }
    }

    private List<TopicPartition> waiting() {
      return consumer.paused().stream()
          .filter(partition -> !reads.stopped().containsKey(partition.topic()))
          .toList();
    }

    private boolean sameTopics() {
      if (!reads.topicsDue(System.nanoTime())) {
        return true;
      }
      var now = topics.find(reading.topics(), reading.cell());
      return reads.same(now.ids(), System.nanoTime());
    }
  }
}
