package io.longshore.kit.shell.kafka;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A producer to one partition of many topics that never makes a topic: it sends only where it has
 * seen the topic. Confined to the publisher's thread.
 */
final class Sender implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Sender.class);
  private static final long LOOK_EVERY = Duration.ofSeconds(5).toNanos();

  private final KafkaClients clients;
  private final Topics topics;
  private final int cell;
  private final PublisherMetrics metrics;
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, Long> lookedAt = new HashMap<>();
  private final Map<String, String> problems = new ConcurrentHashMap<>();
  private final List<Future<RecordMetadata>> underWay = new ArrayList<>();
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  Sender(KafkaClients clients, Topics topics, int cell, PublisherMetrics metrics) {
    this.clients = clients;
    this.metrics = metrics;
    this.topics = topics;
    this.cell = cell;
  }

  /** What keeps records from being sent, by topic. */
  Map<String, String> problems() {
    return problems;
  }

  /**
   * The topic's id, or empty while it is not there; looked up anew every 5 s.
   *
   * @throws KafkaException if Kafka does not answer
   */
  String id(String topic) {
    long now = System.nanoTime();
    Long before = lookedAt.get(topic);
    if (before == null || now - before > LOOK_EVERY) {
      var found = topics.find(List.of(topic), cell);
      lookedAt.put(topic, now);
      ids.put(topic, found.ids().getOrDefault(topic, ""));
      complain(topic, found.missing().get(topic));
    }
    return ids.get(topic);
  }

  /** Says what is wrong with a topic or an end, once; null: nothing any longer. */
  void complain(String topic, @Nullable String words) {
    if (words == null) {
      problems.remove(topic);
    } else if (!words.equals(problems.put(topic, words))) {
      LOG.errorf("cannot send topic=%s: %s", topic, words);
    }
  }

  /** Sends without waiting; {@link #settle} says whether it went well. */
  void send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    underWay.add(producer().send(new ProducerRecord<>(topic, cell, key, value)));
    metrics.record();
  }

  /** Sends a record of a compacted topic; an empty body is its deletion. */
  void write(String topic, String key, ByteString body) {
    send(topic, key.getBytes(StandardCharsets.UTF_8), body.isEmpty() ? null : body.toByteArray());
  }

  /**
   * Waits for everything that is under way.
   *
   * @throws KafkaException if any of it failed: then what followed may be missing too
   */
  void settle() throws InterruptedException {
    KafkaException failed = null;
    for (Future<RecordMetadata> future : underWay) {
      try {
        future.get();
      } catch (ExecutionException e) {
        failed = e.getCause() instanceof KafkaException k ? k : new KafkaException(e.getCause());
      }
    }
    underWay.clear();
    if (failed != null) {
      throw failed;
    }
  }

  /** Throws the producer away after a failure: a fenced or confused one never heals. */
  void reset() {
    underWay.clear();
    lookedAt.clear();
    close(Duration.ZERO);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    if (producer == null) {
      producer = clients.producer();
    }
    return producer;
  }

  private void close(Duration patience) {
    if (producer != null) {
      producer.close(patience);
      producer = null;
    }
  }

  @Override
  public void close() {
    try {
      close(Duration.ofSeconds(1));
    } catch (InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }
}
