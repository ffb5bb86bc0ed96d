package io.longshore.standalone.demo;

import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.ClusterAnnouncement;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.standalone.stack.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Listens to what the services tell each other, and keeps it: the demonstration's claims are
 * checked against this record, not against what the driver believes to have seen.
 */
final class Recorder implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final TopicPartition CHANGES = new TopicPartition(Topics.JOB_CHANGES, 0);
  private static final TopicPartition REPORTS =
      new TopicPartition("longshore.placement-reports", 0);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;
  private final List<JobChange> changes = new ArrayList<>();
  private final List<ClusterAnnouncement> announcements = new ArrayList<>();
  private long lastNumber;
  private Optional<String> trouble = Optional.empty();

  Recorder(String bootstrap) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.thread = Thread.ofPlatform().daemon().name("recorder").start(this::record);
  }

  /** All changes of jobs so far, in the order in which the scheduler committed them. */
  synchronized List<JobChange> changes() {
    return List.copyOf(changes);
  }

  /** The newest word of a placement-service that it serves a cluster. */
  synchronized Optional<ClusterAnnouncement> announcement(String cluster) {
    return announcements.stream()
        .filter(announcement -> announcement.getCluster().equals(cluster))
        .reduce((earlier, later) -> later);
  }

  /** What kept the record from being complete, if anything. */
  synchronized Optional<String> trouble() {
    return trouble;
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void record() {
    try (consumer) {
      consumer.assign(List.of(CHANGES, REPORTS));
      while (true) {
        for (var record : consumer.poll(POLL)) {
          keep(record.topic(), StreamRecord.parseFrom(record.value()));
        }
      }
    } catch (WakeupException e) {
      // Closed.
      return;
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      synchronized (this) {
        trouble = Optional.of(e.toString());
      }
    }
  }

  private synchronized void keep(String topic, StreamRecord record)
      throws InvalidProtocolBufferException {
    if (topic.equals(Topics.JOB_CHANGES)) {
      keepChanges(record);
    } else {
      for (var statement : record.getStatementsList()) {
        announcements.add(ClusterAnnouncement.parseFrom(statement.getBody()));
      }
    }
  }

  /** Records are sent again after a failed send: a number counts once. */
  private void keepChanges(StreamRecord record) throws InvalidProtocolBufferException {
    for (int i = 0; i < record.getMessagesCount(); i++) {
      long number = record.getFirst() + i;
      if (number > lastNumber + 1) {
        throw new IllegalStateException("job change " + (lastNumber + 1) + " was never seen");
      }
      if (number == lastNumber + 1) {
        changes.add(JobChange.parseFrom(record.getMessages(i)));
        lastNumber = number;
      }
    }
  }
}
