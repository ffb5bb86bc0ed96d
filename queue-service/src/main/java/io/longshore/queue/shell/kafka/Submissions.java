package io.longshore.queue.shell.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads submissions in batches. Offsets of the consumer group are a hint: what has taken effect is
 * stored with it, so a batch that comes again changes nothing.
 */
@ApplicationScoped
public class Submissions {

  /** The channel's name in the configuration. */
  public static final String CHANNEL = "submissions";

  private static final Logger LOG = Logger.getLogger(Submissions.class);

  private final Door door;
  private final KafkaClientService clients;

  /** Offsets that follow what is passed over: fetched before the reader went back. */
  private final Map<TopicPartition, Long> passedOver = new ConcurrentHashMap<>();

  Submissions(Door door, KafkaClientService clients) {
    this.door = door;
    this.clients = clients;
  }

  /** Where batches go. */
  public interface Door {

    /** Answers once Kafka has the topic, however long that takes. */
    Uni<Void> opened(String topic);

    /**
     * Takes what a partition gave; answers when it has taken effect, or with true that nothing of
     * it has and the partition is to be read again from its beginning.
     */
    Uni<Boolean> take(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records);
  }

  /** Takes a batch, partition by partition. */
  @Incoming(CHANNEL)
  public Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    Uni<Void> taken = Uni.createFrom().voidItem();
    for (TopicPartition partition : records.partitions()) {
      taken = taken.chain(() -> take(partition, records.records(partition)));
    }
    return taken;
  }

  private Uni<Void> take(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records) {
    long next = records.getLast().offset() + 1;
    if (Objects.equals(passedOver.remove(partition), records.getFirst().offset())) {
      passedOver.put(partition, next);
      return Uni.createFrom().voidItem();
    }
    return door.take(partition, records)
        .chain(again -> again ? goBack(partition, next) : Uni.createFrom().voidItem());
  }

  private Uni<Void> goBack(TopicPartition partition, long next) {
    LOG.warnf("topic was made again: read from its beginning topic=%s", partition);
    passedOver.put(partition, next);
    return clients
        .getConsumer(CHANNEL)
        .seekToBeginning(List.of(partition))
        // It is another reader's now, who begins where the topic does.
        .onFailure(IllegalStateException.class)
        .recoverWithNull();
  }
}
