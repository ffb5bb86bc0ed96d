package io.longshore.queue.shell;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.shell.db.IntakeTable;
import io.longshore.queue.shell.db.OutgoingTable;
import io.longshore.queue.shell.db.OutgoingTable.Outgoing;
import io.longshore.queue.shell.kafka.Submissions;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings records of the public intake to the gate. A record that cannot be read or is refused goes
 * to the rejected topic in the same transaction; those behind it go on.
 */
final class IntakeDoor implements Submissions.Door {

  private static final Logger LOG = Logger.getLogger(IntakeDoor.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Intake.Door door;
  private final QueueConfig config;
  private final SubmitDesk desk;
  private final TopicIds topics;

  IntakeDoor(Intake.Door door, QueueConfig config, SubmitDesk desk, TopicIds topics) {
    this.door = door;
    this.config = config;
    this.desk = desk;
    this.topics = topics;
  }

  /**
   * Gives the id of a topic, empty where there is none: offsets of a topic that was made again
   * begin anew.
   */
  interface TopicIds {
    Uni<Optional<String>> of(String topic);
  }

  @Override
  public Uni<Void> opened(String topic) {
    return topics
        .of(topic)
        .map(id -> id.orElseThrow(() -> new IllegalStateException("Kafka has no such topic")))
        .onFailure()
        .invoke(failure -> LOG.warnf("intake is not open yet topic=%s: %s", topic, failure))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .replaceWithVoid();
  }

  @Override
  public Uni<Boolean> take(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records) {
    var fromTheBeginning = new AtomicBoolean();
    // The id is asked for once: a topic that is made again while the batch waits is another one.
    return waiting(partition, () -> topics.of(partition.topic()))
        .chain(
            id -> {
              var batch = new Batch(partition, id, records.stream().map(this::read).toList());
              return waiting(
                  partition,
                  () ->
                      door.gate()
                          .commit(
                              (Work.Other)
                                  (tx, now) -> run(batch, fromTheBeginning::set, now, tx)));
            })
        .map(_ -> fromTheBeginning.get());
  }

  /**
   * Records of a partition.
   *
   * @param topicId the topic's id, empty where there is none any more
   */
  private record Batch(TopicPartition partition, Optional<String> topicId, List<Read> records) {

    long first() {
      return records.getFirst().record().offset();
    }

    long next() {
      return records.getLast().record().offset() + 1;
    }

    /** What is read of a topic that is gone is of the one that was read before. */
    IntakeTable.Position position(Optional<IntakeTable.Position> stored) {
      String id = topicId.or(() -> stored.map(IntakeTable.Position::topicId)).orElse("");
      return new IntakeTable.Position(partition.topic(), id, partition.partition(), next());
    }
  }

  /** Nothing is lost by waiting, and what has taken effect is left out when a batch comes again. */
  private static <T> Uni<T> waiting(TopicPartition partition, Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(work::get)
        .onFailure(IntakeDoor::passes)
        .invoke(failure -> LOG.warnf("intake waits topic=%s: %s", partition, failure.toString()))
        .onFailure(IntakeDoor::passes)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely();
  }

  /** The database or Kafka does not answer: the channel goes on when it does. */
  private static boolean passes(Throwable failure) {
    return failure instanceof KafkaException
        || (failure instanceof StatusRuntimeException refused
            && refused.getStatus().getCode() == Status.Code.UNAVAILABLE);
  }

  /** A record, and the request in it or why there is none. */
  private record Read(
      ConsumerRecord<String, byte[]> record,
      @Nullable SubmitJobRequest request,
      @Nullable Refusal refusal,
      String id) {}

  private Read read(ConsumerRecord<String, byte[]> record) {
    String id = UUID.randomUUID().toString();
    try {
      var request = SubmitJobRequest.parseFrom(record.value());
      return new Read(record, request, foreign(request).orElse(null), id);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      return new Read(
          record, null, new Refusal.Invalid("", "not a SubmitJobRequest: " + e.getMessage()), id);
    }
  }

  /** The topic is bound to some queues; a request for another is refused. */
  private Optional<Refusal> foreign(SubmitJobRequest request) {
    var allowed = config.submissions().queues();
    String queue = config.arns().name(Arns.Kind.JOB_QUEUE, request.getJobQueue()).orElse("");
    return allowed.contains("*") || allowed.contains(queue)
        ? Optional.empty()
        : Optional.of(
            new Refusal.Invalid("jobQueue", "this topic may not submit to queue " + queue));
  }

  private Uni<Work.Done> run(Batch batch, Consumer<Boolean> fromTheBeginning, Instant now, Tx tx) {
    var partition = batch.partition();
    return IntakeTable.stored(tx, partition.topic(), partition.partition())
        .chain(
            stored -> {
              var at = batch.position(stored);
              boolean another = stored.filter(s -> !s.topicId().equals(at.topicId())).isPresent();
              // The topic was made again, and the reader stands where it stood in the former one.
              boolean behind = another && batch.first() > 0;
              fromTheBeginning.accept(behind);
              if (behind) {
                return IntakeTable.store(tx, at.at(0)).chain(Desks::nothing);
              }
              long next = another ? 0 : stored.map(IntakeTable.Position::next).orElse(0L);
              return run(batch.records(), next, now, tx).call(() -> IntakeTable.store(tx, at));
            });
  }

  /** Records that have taken effect already are left out: the batch came again. */
  private Uni<Work.Done> run(List<Read> read, long next, Instant now, Tx tx) {
    var entries = new ArrayList<Work.SubmitEntry>();
    var asked = new ArrayList<Read>();
    var rejected = new ArrayList<Outgoing>();
    for (Read one : read) {
      if (one.record().offset() < next) {
        continue;
      }
      if (one.refusal() != null || one.request() == null) {
        rejected.add(rejected(one, Objects.requireNonNull(one.refusal())));
      } else {
        asked.add(one);
        entries.add(new Work.SubmitEntry(one.request(), one.id()));
      }
    }
    var work = new Work.Submit(config.submissions().principal(), entries);
    return desk.run(List.of(work), now, tx)
        .chain(done -> finish(done.getFirst(), asked, rejected, tx));
  }

  private Uni<Work.Done> finish(Work.Done done, List<Read> asked, List<Outgoing> rejected, Tx tx) {
    for (int i = 0; i < asked.size(); i++) {
      if (done.verdicts().get(i) instanceof Verdict.Refused<Message>(var why)) {
        rejected.add(rejected(asked.get(i), why));
      }
    }
    return OutgoingTable.insert(tx, rejected).replaceWith(done);
  }

  private Outgoing rejected(Read read, Refusal refusal) {
    var record = read.record();
    byte[] value = record.value() == null ? new byte[0] : record.value();
    int most = (int) config.submissions().rejectedBytes().asLongValue();
    var headers =
        List.of(
            "reason", refusal.message(),
            "field", refusal.field(),
            "source-topic", record.topic(),
            "source-partition", String.valueOf(record.partition()),
            "source-offset", String.valueOf(record.offset()),
            "bytes", String.valueOf(value.length));
    return new Outgoing(
        Ends.REJECTED,
        record.key() == null ? "" : record.key(),
        headers,
        value.length > most ? Arrays.copyOf(value, most) : value);
  }
}
