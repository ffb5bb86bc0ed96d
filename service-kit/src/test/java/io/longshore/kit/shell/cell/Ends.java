package io.longshore.kit.shell.cell;

import com.google.protobuf.ByteString;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.DbSettings;
import io.longshore.kit.shell.kafka.Topics;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stream ends as services have them, each with a database of its own. */
final class Ends implements AutoCloseable {

  private final Vertx vertx;
  private final List<End> all = new ArrayList<>();

  Ends(Vertx vertx) {
    this.vertx = vertx;
  }

  record End(
      Wiring wiring, DbSettings settings, Kit kit, EchoProgram program, CellRuntime runtime) {

    long outboxRows() {
      return kit.db()
          .read(tx -> tx.rows("select count(*) from kit_outbox"))
          .await()
          .atMost(Duration.ofSeconds(5))
          .getFirst()
          .getLong(0);
    }

    void stop() throws InterruptedException {
      runtime.stop(Duration.ofSeconds(10));
      kit.db().close();
      kit.topics().close();
    }
  }

  End end(String self, String inTopic, String outTopic, String other) {
    var wiring =
        new Wiring(
            self,
            self,
            0,
            List.of(new Wiring.Inbound(inTopic, true)),
            List.of(),
            Map.of(other, outTopic));
    return start(wiring, PostgresResource.migrated("kit"), new EchoProgram());
  }

  End start(Wiring wiring, DbSettings settings, EchoProgram program) {
    var kafka = KafkaResource.clients();
    var kit =
        new Kit(
            vertx,
            new Db(vertx, settings),
            kafka,
            new Topics(kafka),
            new SimpleMeterRegistry(),
            "test-" + all.size());
    var runtime = new CellRuntime(kit, wiring, program, CellSettings.DEFAULT);
    var end = new End(wiring, settings, kit, program, runtime);
    all.add(end);
    runtime.start();
    return end;
  }

  @Override
  public void close() {
    try {
      for (End end : all) {
        end.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
