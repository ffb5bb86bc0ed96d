package io.longshore.placement.shell;

import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.CellSettings;
import io.longshore.kit.shell.cell.Kit;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.DbSettings;
import io.longshore.kit.shell.kafka.Topics;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.desk.DeskSettings;
import io.longshore.placement.shell.db.KeptLogs;
import io.longshore.placement.shell.k8s.Cluster;
import io.longshore.placement.wire.AnnouncementWire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Processes of placement-service over one schema, one cluster and topics of their own. */
final class Processes implements AutoCloseable {

  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final CellSettings CELL =
      new CellSettings(
          1_000,
          8L << 20,
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          CellSettings.DEFAULT.gapAlarm());
  private static final DeskSettings DESK =
      new DeskSettings(
          50,
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofMinutes(10),
          Duration.ofSeconds(2),
          2);

  private final Vertx vertx = Vertx.vertx();
  private final DbSettings database = PostgresResource.migrated("placement");
  private final int number = COUNTER.incrementAndGet();
  private final String launches = "loop-launches-" + number;
  private final String reports = "loop-reports-" + number;
  private final String registry = "loop-registry-" + number;
  private final List<Process> all = new ArrayList<>();

  private final Function<io.vertx.core.Vertx, Cluster> connect;

  final Scheduler scheduler = new Scheduler(launches, reports, "main");

  /** Processes of a cluster, to which each connects for itself. */
  Processes(Function<io.vertx.core.Vertx, Cluster> connect) {
    this.connect = connect;
    KafkaResource.create(1, launches, reports);
    KafkaResource.createCompacted(registry);
    Scheduler.register(registry);
  }

  /** One process. */
  record Process(
      Kit kit, PlacementLoop loop, CellRuntime runtime, LogKeeper keeper, Cluster cluster) {

    List<Row> rows(String sql) {
      return kit.db().read(tx -> tx.rows(sql)).await().atMost(Duration.ofSeconds(10));
    }

    KeptLogs logs() {
      return new KeptLogs(kit.db());
    }

    /** Another may take over though this one lives: it has been paused for long. */
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

  /** The one that was started first. */
  Process first() {
    return all.getFirst();
  }

  Process start() {
    var kafka = KafkaResource.clients();
    var kit =
        new Kit(
            vertx,
            new Db(vertx, database),
            kafka,
            new Topics(kafka),
            new SimpleMeterRegistry(),
            "process-" + all.size());
    var cluster = connect.apply(vertx.getDelegate());
    var keeper =
        new LogKeeper(
            cluster,
            new KeptLogs(kit.db()),
            "placement/main",
            new LogKeeper.Bounds(1 << 20, Duration.ofSeconds(5), 4));
    var loop =
        new PlacementLoop(
            new PlacementLoop.Setup(
                new AnnouncementWire.Served("main", "main", "127.0.0.1:1", List.of("batch")),
                Samples.NAMES,
                DESK,
                1_000),
            new PlacementLoop.Parts(
                cluster,
                keeper,
                new PlacementMetrics(kit.meters(), "main"),
                new PlacementLog("main")));
    var wiring =
        new Wiring(
            "placement/main",
            "placement/main",
            0,
            List.of(new Wiring.Inbound(launches, true)),
            List.of(registry),
            Map.of("scheduler", reports, "queue", reports));
    var runtime = new CellRuntime(kit, wiring, loop, CELL);
    loop.wakeBy(runtime::wake);
    var process = new Process(kit, loop, runtime, keeper, cluster);
    all.add(process);
    runtime.start();
    return process;
  }

  @Override
  public void close() {
    all.forEach(Process::stop);
    all.forEach(
        p -> {
          p.keeper().close();
          p.cluster().close();
          p.kit().close();
        });
    vertx.closeAndAwait();
  }
}
