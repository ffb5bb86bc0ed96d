package io.longshore.kit.shell.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at topics, which the deployment creates and the suite never does: whether they are there
 * with the cell's partition, and under which id, since a topic that was deleted and made again has
 * another one.
 */
public final class Topics implements AutoCloseable {

  private final KafkaClients clients;
  private @Nullable Admin admin;
  private boolean closed;

  /** Looks through a client that is made when first needed: Kafka's name may not resolve yet. */
  public Topics(KafkaClients clients) {
    this.clients = clients;
  }

  private synchronized Admin admin() {
    if (closed) {
      throw new KafkaException("closed");
    }
    Admin open = admin;
    if (open == null) {
      open = clients.admin();
      admin = open;
    }
    return open;
  }

  /**
   * What is known of some topics.
   *
   * @param ids id of each topic that has the partition
   * @param missing what is wrong with each other, in words for an operator
   */
  public record Found(Map<String, String> ids, Map<String, String> missing) {}

  /**
   * Looks up {@code topics}, each of which needs partition {@code cell}.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public Found find(Collection<String> topics, int cell) {
    var ids = new HashMap<String, String>();
    var missing = new HashMap<String, String>();
    admin()
        .describeTopics(topics)
        .topicNameValues()
        .forEach(
            (topic, answer) -> {
              try {
                var description = answer.get();
                if (description.partitions().size() > cell) {
                  ids.put(topic, description.topicId().toString());
                } else {
                  missing.put(
                      topic,
                      "topic %s has %d partitions, cell %d needs %d: add partitions"
                          .formatted(topic, description.partitions().size(), cell, cell + 1));
                }
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                  throw new KafkaException(e.getCause());
                }
                missing.put(
                    topic,
                    "topic %s does not exist: the deployment creates topics, Longshore never does"
                        .formatted(topic));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptException(e);
              }
            });
    return new Found(ids, missing);
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (admin != null) {
      admin.close(Duration.ZERO);
    }
  }
}
