package io.longshore.kit.shell.cell;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.StreamAck;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.DbSettings;
import io.longshore.kit.shell.kafka.Topics;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Stream ends as services have them, over two topics of their own. */
final class Ends implements AutoCloseable {

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final CellSettings SETTINGS =
      new CellSettings(
          1_000, 8L << 20, Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(1));

  private final Vertx vertx = Vertx.vertx();
  private final List<End> all = new ArrayList<>();
  private final int number = COUNTER.incrementAndGet();
  private final String there = "there-" + number;
  private final String back = "back-" + number;
  private final String entries = "entries-" + number;

  /** Makes the topics. */
  Ends() {
    KafkaResource.create(1, there, back);
    KafkaResource.createCompacted(entries);
  }

  /** The topic from left to right. */
  String there() {
    return there;
  }

  /** The topic from right to left. */
  String back() {
    return back;
  }

  /** A compacted topic that the right end reads. */
  String entries() {
    return entries;
  }

  /** A process with an end. */
  record End(
      Wiring wiring, DbSettings settings, Kit kit, WordProgram program, CellRuntime runtime) {

    List<Row> rows(String sql) {
      return kit.db().read(tx -> tx.rows(sql)).await().atMost(Duration.ofSeconds(10));
    }

    long count(String from) {
      return rows("select count(*) from " + from).getFirst().getLong(0);
    }

    void expireLease() {
      rows("update kit_lease set until = 'epoch' returning epoch");
    }

    void stop() {
      try {
        runtime.stop(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  Wiring leftWiring() {
    return new Wiring(
        "left",
        "left",
        0,
        List.of(new Wiring.Inbound(back, true)),
        List.of(),
        Map.of("right", there));
  }

  Wiring rightWiring() {
    return new Wiring(
        "right",
        "right",
        0,
        List.of(new Wiring.Inbound(there, true)),
        List.of(entries),
        Map.of("left", back));
  }

  static DbSettings database() {
    DbSettings settings = PostgresResource.migrated("kit");
    Vertx vertx = Vertx.vertx();
    try (Db db = new Db(vertx, settings)) {
      db.sweep(tx -> tx.update(WordProgram.TABLE)).await().atMost(Duration.ofSeconds(10));
    } finally {
      vertx.closeAndAwait();
    }
    return settings;
  }

  End left() {
    return start(leftWiring(), database(), new WordProgram());
  }

  End right() {
    return start(rightWiring(), database(), new WordProgram());
  }

  /** Another process over the same schema. */
  End beside(End first) {
    return start(first.wiring(), first.settings(), new WordProgram());
  }

  End start(Wiring wiring, DbSettings settings, WordProgram program) {
    var kafka = KafkaResource.clients();
    var kit =
        new Kit(
            vertx,
            new Db(vertx, settings),
            kafka,
            new Topics(kafka),
            new SimpleMeterRegistry(),
            "process-" + all.size());
    var runtime = new CellRuntime(kit, wiring, program, SETTINGS);
    var end = new End(wiring, settings, kit, program, runtime);
    all.add(end);
    runtime.start();
    return end;
  }

  /** A record from left to right, made by hand. */
  void toRight(long first, String... words) {
    KafkaResource.produce(there, 0, null, record(first, words).build().toByteArray());
  }

  static StreamRecord.Builder record(long first, String... words) {
    return StreamRecord.newBuilder()
        .setFrom("left")
        .setTo("right")
        .setIncarnation(1)
        .setFirst(first)
        .setLast(first + words.length - 1)
        .addAllMessages(Stream.of(words).map(ByteString::copyFromUtf8).toList());
  }

  /** An acknowledgement from right to left, made by hand. */
  void ackToLeft(long incarnation, long stored) {
    var ack =
        StreamAck.newBuilder()
            .setFrom("left")
            .setTo("right")
            .setIncarnation(incarnation)
            .setStored(stored);
    var record = StreamRecord.newBuilder().setFrom("right").setTo("left").addAcks(ack);
    KafkaResource.produce(back, 0, null, record.build().toByteArray());
  }

  /** All records of a topic as they stand. */
  static List<StreamRecord> read(String topic) {
    return KafkaResource.records(topic, 0).stream()
        .map(
            record -> {
              try {
                return StreamRecord.parseFrom(record.value());
              } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            })
        .toList();
  }

  static List<String> words(int count) {
    return Stream.iterate(1, i -> i + 1).limit(count).map(i -> "w" + i).toList();
  }

  static ConditionFactory soon() {
    return Awaitility.await().atMost(Duration.ofSeconds(40));
  }

  @Override
  public void close() {
    all.forEach(end -> end.program().release());
    all.forEach(End::stop);
    all.forEach(end -> end.kit().close());
    vertx.closeAndAwait();
  }
}
