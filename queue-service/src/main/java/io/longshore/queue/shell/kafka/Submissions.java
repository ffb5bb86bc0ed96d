package io.longshore.queue.shell.kafka;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Reads submissions in batches. Offsets of the consumer group are a hint: what has taken effect is
 * stored with it, so a batch that comes again changes nothing.
 */
@ApplicationScoped
public class Submissions {

  /** The channel's name in the configuration. */
  public static final String CHANNEL = "submissions";

  private final Door door;

  Submissions(Door door) {
    this.door = door;
  }

  /** Where batches go. */
  public interface Door {

    /** Answers with the topic's id once Kafka has the topic, however long that takes. */
    Uni<String> opened(String topic);

    /** Takes what a partition gave; answers when it has taken effect. */
    Uni<Void> take(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records);
  }

  /** Takes a batch, partition by partition. */
  @Incoming(CHANNEL)
  public Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    Uni<Void> taken = Uni.createFrom().voidItem();
    for (TopicPartition partition : records.partitions()) {
      taken = taken.chain(() -> door.take(partition, records.records(partition)));
    }
    return taken;
  }
}
