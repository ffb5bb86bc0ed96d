package io.longshore.kit.testing;

import io.longshore.kit.shell.kafka.KafkaClients;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.reactive.messaging.kafka.companion.test.EmbeddedKafkaBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Exit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker (KRaft) that tests start themselves: one a JVM, which never creates a topic by
 * use. Topics are made by name; classes of one JVM use different names or {@link #recreate}.
 *
 * <p>In a {@code @QuarkusTest}: {@code @QuarkusTestResource(value = KafkaResource.class, initArgs
 * = @ResourceArg(name = "topics", value = "longshore.commands,longshore.registry"))}.
 */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private List<String> topics = List.of();

  /** One broker for the JVM; it ends with it. */
  private static final class Broker {
    static final EmbeddedKafkaBroker INSTANCE = start();

    private static EmbeddedKafkaBroker start() {
      Quiet.down();
      var broker =
          new EmbeddedKafkaBroker()
              .withNodeId(1)
              .withKafkaHost("127.0.0.1")
              .withAdditionalProperties(
                  properties -> {
                    properties.put("auto.create.topics.enable", "false");
                    properties.put("offsets.topic.num.partitions", "1");
                    properties.put("group.initial.rebalance.delay.ms", "0");
                    properties.put("file.delete.delay.ms", "1000");
                  })
              .start();
      // The broker ends with the JVM; an orderly shutdown of it would take half a minute.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteLogs(broker.getLogDirs())));
      return broker;
    }

    private static void deleteLogs(List<String> folders) {
      // It takes the loss of its folders for a disk failure and would halt the JVM for it.
      Exit.setHaltProcedure((_, _) -> {});
      Exit.setExitProcedure((_, _) -> {});
      for (String folder : folders) {
        try (var files = Files.walk(Path.of(folder))) {
          files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
          System.err.println("left behind: " + folder);
        }
      }
    }
  }

  /** host:port of the JVM's broker. */
  public static String bootstrap() {
    String listeners = Broker.INSTANCE.getAdvertisedListeners();
    return listeners.substring(listeners.indexOf("//") + 2);
  }

  /** The kit's clients for it. */
  public static KafkaClients clients() {
    return new KafkaClients(Map.of("bootstrap.servers", bootstrap()));
  }

  /** Makes topics of {@code partitions} partitions. */
  public static void create(int partitions, String... names) {
    try (Admin admin = clients().admin()) {
      await(
          admin
              .createTopics(
                  List.of(names).stream()
                      .map(name -> new NewTopic(name, partitions, (short) 1))
                      .toList())
              .all());
    }
  }

  /** Makes compacted topics of one partition. */
  public static void createCompacted(String... names) {
    try (Admin admin = clients().admin()) {
      await(
          admin
              .createTopics(
                  List.of(names).stream()
                      .map(
                          name ->
                              new NewTopic(name, 1, (short) 1)
                                  .configs(Map.of("cleanup.policy", "compact")))
                      .toList())
              .all());
    }
  }

  /** Deletes a topic and waits until it is gone. */
  public static void delete(String name) {
    try (Admin admin = clients().admin()) {
      await(admin.deleteTopics(List.of(name)).all());
      Awaitility.await().atMost(PATIENCE).until(() -> !exists(admin, name));
    }
  }

  /** Deletes a topic and makes it again: same name, another id, nothing in it. */
  public static void recreate(int partitions, String name) {
    delete(name);
    create(partitions, name);
  }

  /** Removes all records of a topic's partition; offsets go on. */
  public static void wipe(String name, int partition) {
    try (Admin admin = clients().admin()) {
      var all = Map.of(new TopicPartition(name, partition), RecordsToDelete.beforeOffset(-1));
      await(admin.deleteRecords(all).all());
    }
  }

  private static boolean exists(Admin admin, String name)
      throws InterruptedException, ExecutionException {
    return admin.listTopics().names().get().contains(name);
  }

  /** Appends one record as it is, and waits until it is there. */
  public static void produce(
      String topic, int partition, @Nullable String key, byte @Nullable [] value) {
    try (KafkaProducer<byte[], byte[]> producer = clients().producer()) {
      byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(topic, partition, keyBytes, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All records of a partition as it stands now, from its beginning. */
  public static List<ConsumerRecord<byte[], byte[]>> records(String topic, int partition) {
    try (KafkaConsumer<byte[], byte[]> consumer = clients().consumer()) {
      var from = new TopicPartition(topic, partition);
      consumer.assign(List.of(from));
      consumer.seekToBeginning(List.of(from));
      long end = consumer.endOffsets(List.of(from)).get(from);
      var all = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (consumer.position(from) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(all::add);
      }
      return all;
    }
  }

  private static void await(KafkaFuture<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void init(Map<String, String> args) {
    topics =
        Arrays.stream(args.getOrDefault("topics", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toList());
  }

  /** Makes the named topics anew, one partition each, and gives the address. */
  @Override
  public Map<String, String> start() {
    for (String topic : topics) {
      delete(topic);
      create(1, topic);
    }
    return Map.of("kafka.bootstrap.servers", bootstrap());
  }

  @Override
  public void stop() {}
}
