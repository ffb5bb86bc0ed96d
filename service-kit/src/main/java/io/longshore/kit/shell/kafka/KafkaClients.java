package io.longshore.kit.shell.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes the Kafka clients of a scope: plain ones on the kit's own threads, because a scope reads
 * one partition of many topics from where its database says.
 *
 * @param settings bootstrap.servers and whatever the brokers ask for, as Kafka names it
 */
public record KafkaClients(Map<String, Object> settings) {

  private static final int REQUEST_MS = 5_000;
  private static final int DELIVERY_MS = 10_000;

  /** A consumer without a group: it is told its partitions and its positions. */
  public KafkaConsumer<byte[], byte[]> consumer() {
    var config = new HashMap<>(settings);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1_000);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MS);
    config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 200);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return made(
        () ->
            new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /** An idempotent producer: what it sends in order arrives in order, or fails. */
  public KafkaProducer<byte[], byte[]> producer() {
    var config = new HashMap<>(settings);
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_MS);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
    return made(
        () -> new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer()));
  }

  /** A client for looking at topics; it never makes one. */
  public Admin admin() {
    var config = new Properties();
    config.putAll(settings);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MS);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
    return made(() -> Admin.create(config));
  }

  /** Kafka's own message says only which client could not be made; its cause says why. */
  private static <T> T made(Supplier<T> client) {
    try {
      return client.get();
    } catch (KafkaException e) {
      throw e.getCause() == null
          ? e
          : new KafkaException(e.getMessage() + ": " + e.getCause().getMessage(), e.getCause());
    }
  }
}
