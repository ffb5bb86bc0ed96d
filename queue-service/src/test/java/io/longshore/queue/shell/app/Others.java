package io.longshore.queue.shell.app;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.longshore.api.events.v1.JobEvent;
import io.longshore.api.internal.v1.ClusterAnnouncement;
import io.longshore.api.internal.v1.Command;
import io.longshore.api.internal.v1.EnvironmentCondition;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.testing.KafkaResource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;

/**
 * The services around queue-service, played by hand. One for the JVM, as is the service under test:
 * the scheduler's messages are numbered through.
 */
final class Others {

  private static final AtomicLong SENT = new AtomicLong();
  private static final AtomicLong SAID = new AtomicLong();
  private static final AtomicLong STORED = new AtomicLong();

  private Others() {}

  static ConditionFactory soon() {
    return await().pollInterval(Duration.ofMillis(200)).atMost(Duration.ofSeconds(40));
  }

  /** scheduler-service: changes of jobs, in one record. */
  static synchronized void schedulerChanges(JobChange... changes) {
    long first = SENT.get() + 1;
    long last = SENT.addAndGet(changes.length);
    var record =
        StreamRecord.newBuilder()
            .setFrom("scheduler")
            .setTo("queue")
            .setIncarnation(1)
            .setFirst(first)
            .setLast(last)
            .addAllMessages(Arrays.stream(changes).map(JobChange::toByteString).toList());
    KafkaResource.produce("longshore.job-changes", 0, null, record.build().toByteArray());
  }

  /** placement-service: it serves a cluster, and nobody can ask it for output. */
  static void placementServes(String cluster) {
    placementServes(cluster, "127.0.0.1:1");
  }

  /** placement-service: it serves a cluster, whose output is asked for at {@code endpoint}. */
  static void placementServes(String cluster, String endpoint) {
    var announcement =
        ClusterAnnouncement.newBuilder()
            .setCluster(cluster)
            .setShortName(cluster)
            .setGrpcEndpoint(endpoint)
            .setReachable(true)
            .addNamespaces("batch");
    state("longshore.placement-reports", "placement/" + cluster, cluster, announcement.build());
  }

  /** capacity-service: the environment as it was last registered is valid, or gone. */
  static void capacityJudges(String arn, boolean gone) {
    capacityJudges(arn, registered(arn).getVersion(), gone);
  }

  /** capacity-service: the environment as it was at {@code version} is valid. */
  static void capacityJudges(String arn, long version) {
    capacityJudges(arn, version, false);
  }

  private static void capacityJudges(String arn, long version, boolean gone) {
    var condition =
        EnvironmentCondition.newBuilder()
            .setEnvironmentArn(arn)
            .setRegistryVersion(version)
            .setValid(!gone)
            .setDesiredVcpus(12)
            .setGone(gone);
    state("longshore.capacity-reports", "capacity", arn, condition.build());
  }

  private static void state(String topic, String from, String subject, Message body) {
    var statement =
        Statement.newBuilder()
            .setSubject(subject)
            .setVersion(SAID.incrementAndGet())
            .setBody(body.toByteString());
    var record = StreamRecord.newBuilder().setFrom(from).setTo("queue").addStatements(statement);
    KafkaResource.produce(topic, 0, null, record.build().toByteArray());
  }

  /** What the registry topic says last of an environment. */
  static RegistryEntry registered(String arn) {
    return soon().until(() -> entries(arn), list -> !list.isEmpty()).getLast();
  }

  private static List<RegistryEntry> entries(String arn) {
    return KafkaResource.records("longshore.registry", 0).stream()
        .filter(r -> arn.equals(new String(r.key(), StandardCharsets.UTF_8)))
        .map(r -> parse(RegistryEntry.parser(), r.value()))
        .toList();
  }

  /** What the scheduler was told, in order, each once; it says that it has stored all that. */
  static List<Command> commands() {
    var seen = new TreeMap<Long, Command>();
    long incarnation = 0;
    for (var raw : KafkaResource.records("longshore.commands", 0)) {
      var record = parse(StreamRecord.parser(), raw.value());
      incarnation = Math.max(incarnation, record.getIncarnation());
      for (int i = 0; i < record.getMessagesCount(); i++) {
        seen.put(
            record.getFirst() + i, parse(Command.parser(), record.getMessages(i).toByteArray()));
      }
    }
    if (!seen.isEmpty() && STORED.getAndSet(seen.lastKey()) < seen.lastKey()) {
      acknowledge(incarnation, seen.lastKey());
    }
    return List.copyOf(seen.values());
  }

  private static void acknowledge(long incarnation, long stored) {
    var ack =
        StreamAck.newBuilder()
            .setFrom("queue")
            .setTo("scheduler")
            .setIncarnation(incarnation)
            .setStored(stored);
    var record = StreamRecord.newBuilder().setFrom("scheduler").setTo("queue").addAcks(ack);
    KafkaResource.produce("longshore.job-changes", 0, null, record.build().toByteArray());
  }

  /** The public events of a job. */
  static List<JobEvent> events(String jobId) {
    return KafkaResource.records("longshore.job-events", 0).stream()
        .filter(r -> new String(r.key(), StandardCharsets.UTF_8).startsWith(jobId))
        .map(r -> parse(JobEvent.parser(), r.value()))
        .toList();
  }

  private static <T> T parse(Parser<T> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
