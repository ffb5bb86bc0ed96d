package io.longshore.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.standalone.process.Supervised;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real broker and the real database keep what they had, stopped or killed. */
class BrokerAndDatabaseTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final Ports ports = Ports.anyFree();
  private DataFolder data;

  @BeforeEach
  void open() {
    data = DataFolder.open(folder);
  }

  @AfterEach
  void close() {
    data.close();
  }

  @Test
  void brokerKeepsRecordsAndHasTheTopics() throws Exception {
    var topics = Topics.all();
    var first = broker();
    first.create(topics);
    first.create(topics);
    send("one");
    first.process().stop(PATIENCE);

    var second = broker();
    send("two");
    kill(second.process());
    assertThat(received(2)).containsExactly("one", "two");
    second.process().stop(PATIENCE);
  }

  @Test
  void databaseKeepsRowsAndIsDurable() throws Exception {
    var first = database();
    first.create(List.of("queue", "scheduler"));
    assertThat(setting(first, "fsync")).isEqualTo("on");
    assertThat(setting(first, "synchronous_commit")).isEqualTo("on");
    assertThat(setting(first, "listen_addresses")).isEqualTo("127.0.0.1");
    execute(first, "create table queue.t (n int); insert into queue.t values (42)");
    kill(first.process());
    first.process().stop(PATIENCE);

    var second = database();
    second.create(List.of("queue", "scheduler"));
    assertThat(one(second, "select n from queue.t")).isEqualTo("42");
    second.process().stop(PATIENCE);
  }

  /** Kills it and waits until the next one is ready. */
  private static void kill(Supervised process) {
    int starts = process.starts();
    assertThat(ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly()).isTrue();
    await().atMost(PATIENCE).until(() -> process.starts() > starts && process.ready());
  }

  private Broker broker() {
    var broker = new Broker(data, ports, (who, what) -> {});
    broker.process().start().awaitReady(PATIENCE);
    return broker;
  }

  private Database database() {
    var database = new Database(data, ports, (who, what) -> {});
    database.process().start().awaitReady(PATIENCE);
    return database;
  }

  private void send(String text) throws Exception {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", ports.address(Ports.Listener.BROKER), "linger.ms", 0);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      var record = new ProducerRecord<byte[], byte[]>(Topics.SUBMISSIONS, 0, null, bytes);
      assertThat(producer.send(record).get(30, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private List<String> received(int wanted) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers",
            ports.address(Ports.Listener.BROKER),
            "auto.offset.reset",
            "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(Set.of(new TopicPartition(Topics.SUBMISSIONS, 0)));
      var texts = new ArrayList<String>();
      while (texts.size() < wanted) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(record -> texts.add(new String(record.value(), StandardCharsets.UTF_8)));
      }
      return texts;
    }
  }

  private static String setting(Database database, String name) throws SQLException {
    return one(database, "show " + name);
  }

  private static String one(Database database, String query) throws SQLException {
    try (var connection = database.connect(Database.NAME);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (var connection = database.connect(Database.NAME);
        var statement = connection.createStatement()) {
      assertThat(statement.execute(sql)).isFalse();
    }
  }
}
