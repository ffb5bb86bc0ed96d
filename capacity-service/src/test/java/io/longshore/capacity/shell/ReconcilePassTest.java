package io.longshore.capacity.shell;

import static io.longshore.capacity.core.Some.ARN;
import static io.longshore.capacity.core.Some.UUID;
import static io.longshore.capacity.core.Some.families;
import static io.longshore.capacity.core.Some.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.internal.v1.CapacityReport.ReportCase;
import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.CellSettings;
import io.longshore.kit.shell.cell.Kit;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.DbSettings;
import io.longshore.kit.shell.kafka.Topics;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service over real PostgreSQL and Kafka, with an AWS in memory. */
class ReconcilePassTest {

  private static final CapacityConfig CONFIG =
      new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .withMapping(CapacityConfig.class)
          .withSources(
              new PropertiesConfigSource(
                  Map.of(
                      "longshore.capacity.pass.interval", "100ms",
                      "longshore.capacity.pass.spacing", "20ms",
                      "longshore.capacity.pass.timeout", "1s",
                      "longshore.capacity.events.queue-url", "http://127.0.0.1/queue",
                      "longshore.capacity.reserve.kubelet", "false",
                      "longshore.capacity.reserve.memory-percent", "0",
                      "longshore.capacity.reserve.daemon-vcpu-millis", "0",
                      "longshore.capacity.reserve.daemon-memory", "0",
                      "longshore.capacity.launch.user-data", "BOOTSTRAP_SH",
                      "longshore.capacity.launch.image-id", "ami-1"),
                  "test",
                  1000))
          .build()
          .getConfigMapping(CapacityConfig.class);

  private final Vertx vertx = Vertx.vertx();
  private final FakeCloud cloud = new FakeCloud();
  private final Neighbours neighbours = new Neighbours();
  private final List<Owner> owners = new ArrayList<>();
  private final Set<String> usable = new HashSet<>();
  private final Set<String> released = new HashSet<>();
  private DbSettings database;

  /** A process that runs the service. */
  private record Owner(Kit kit, CellRuntime runtime) {
    void stop() throws InterruptedException {
      runtime.stop(Duration.ofSeconds(10));
      kit.close();
    }
  }

  @BeforeEach
  void fresh() {
    Neighbours.freshTopics();
    database = PostgresResource.migrated("capacity");
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (var owner : owners) {
      owner.stop();
    }
    vertx.closeAndAwait();
  }

  @Test
  void demandBecomesInstancesAndTheyGoWhenReleased() {
    owner();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_VALID);
    soon(
        () ->
            assertThat(neighbours.condition(ARN))
                .hasValueSatisfying(c -> assertThat(c.getValid()).isTrue()));
    demand(1, 2);
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCHED)).hasSize(2));
    soon(
        () ->
            assertThat(neighbours.condition(ARN))
                .hasValueSatisfying(c -> assertThat(c.getDesiredVcpus()).isEqualTo(4)));
    usable.add(alive().getFirst());
    released.add(alive().getLast());
    demand(1, 0);
    soon(
        () ->
            assertThat(neighbours.reports(ReportCase.TERMINATED))
                .singleElement()
                .satisfies(
                    r ->
                        assertThat(r.getTerminated().getInstanceId())
                            .isEqualTo(released.iterator().next())));
    assertThat(cloud.<Set<String>>with(aws -> Set.copyOf(aws.endedByRequest))).isEqualTo(released);
  }

  @Test
  void environmentWhoseTypesMayNotBeReadSaysSoAndGoesOnOnceTheyMay() {
    cloud.typesDenied(true);
    owner();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_CREATING);
    soon(
        () ->
            assertThat(neighbours.condition(ARN))
                .hasValueSatisfying(
                    c -> {
                      assertThat(c.getRegistryVersion()).isZero();
                      assertThat(c.getReason())
                          .isEqualTo(
                              "Waits for AWS: its instance types cannot be read: You are not"
                                  + " authorized");
                    }));
    cloud.silent(true);
    soon(
        () ->
            assertThat(neighbours.condition(ARN))
                .hasValueSatisfying(
                    c ->
                        assertThat(c.getReason())
                            .isEqualTo("Waits for AWS: it cannot be looked at: AWS is silent")));
    cloud.silent(false);
    cloud.typesDenied(false);
    soon(
        () ->
            assertThat(neighbours.condition(ARN))
                .hasValueSatisfying(c -> assertThat(c.getValid()).isTrue()));
  }

  @Test
  void successorAdoptsWhatExistsAndRepeatsNothing() throws Exception {
    var first = owner();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_VALID);
    demand(1, 2);
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCHED)).hasSize(2));
    owners.remove(first);
    first.stop();
    usable.addAll(alive());
    owner();
    demand(1, 1);
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCHED)).hasSize(3));
    assertThat(alive()).hasSize(3);
    assertThat(neighbours.reports())
        .extracting(r -> r.getLaunched().getInstanceId())
        .doesNotHaveDuplicates();
  }

  @Test
  void processesThatDieAfterEachCallGetThereTogether() throws Exception {
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_VALID);
    // Template, group, desired capacity: each process gets one call through and dies at the next.
    for (int calls = 0; calls < 3; calls++) {
      var left = new AtomicInteger(1);
      var dead = new AtomicBoolean();
      cloud.beforeAct(
          () -> {
            if (left.getAndDecrement() <= 0) {
              dead.set(true);
              throw new IllegalStateException("dies here");
            }
          });
      var owner = owner();
      demand(1, 1);
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> dead.get() || !neighbours.reports().isEmpty());
      owner.stop();
      owners.remove(owner);
    }
    cloud.beforeAct(() -> {});
    owner();
    demand(1, 1);
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCHED)).hasSize(1));
    assertThat(cloud.<Integer>with(aws -> aws.instances.size())).isEqualTo(1);
  }

  @Test
  void noticeIsReportedBeforeItIsDeleted() {
    owner();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_VALID);
    demand(1, 1);
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCHED)).hasSize(1));
    cloud.announce(FakeCloud.interruption(alive().getFirst()));
    cloud.announce(FakeCloud.interruption("i-none"));
    soon(() -> assertThat(neighbours.reports(ReportCase.INTERRUPTION)).hasSize(1));
    soon(() -> assertThat(cloud.queued()).containsExactly("r-i-none"));
  }

  @Test
  void launchThatEc2RefusesIsReportedInItsWords() {
    cloud.<Object>with(
        aws -> {
          families().forEach(type -> aws.pools.put(type.name(), 0));
          return aws;
        });
    owner();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_VALID);
    demand(1, 1);
    soon(
        () ->
            assertThat(neighbours.reports(ReportCase.LAUNCH_FAILED))
                .first()
                .satisfies(
                    r -> {
                      var failed = r.getLaunchFailed();
                      assertThat(failed.getCode()).isEqualTo("InsufficientInstanceCapacity");
                      assertThat(failed.getMessage()).contains("sufficient capacity");
                      assertThat(failed.getInstanceTypesList()).containsExactly("m6i.large");
                    }));
    cloud.<Object>with(
        aws -> {
          families().forEach(type -> aws.pools.put(type.name(), 9));
          return aws;
        });
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCH_RECOVERED)).isNotEmpty());
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCHED)).hasSize(1));
  }

  @Test
  void groupThatAwsRefusesIsTheReasonOfItsEnvironmentBeforeTheFirstJob() {
    cloud.<Object>with(
        aws -> {
          aws.refuseGroups(spec -> "The subnet ID 'subnet-1' does not exist");
          return aws;
        });
    owner();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_CREATING);
    soon(
        () ->
            assertThat(neighbours.condition(ARN))
                .hasValueSatisfying(
                    c -> {
                      assertThat(c.getValid()).isFalse();
                      assertThat(c.getReason())
                          .isEqualTo("CLIENT_ERROR - The subnet ID 'subnet-1' does not exist");
                    }));
  }

  @Test
  void nothingIsLookedAtWhileACallIsUnderWay() {
    owner();
    cloud.holdActs();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_VALID);
    soon(() -> assertThat(cloud.waiting()).isEqualTo(1));
    var looks = cloud.looks();
    // Longer than anything else is waited for: only the calls' own time limits end them.
    await().during(Duration.ofSeconds(3)).until(() -> cloud.looks() == looks);
    cloud.letActsGo();
    soon(
        () ->
            assertThat(neighbours.condition(ARN))
                .hasValueSatisfying(c -> assertThat(c.getValid()).isTrue()));
    assertThat(cloud.looks()).isGreaterThan(looks);
  }

  @Test
  void silenceOfAwsEndsNothing() {
    owner();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_VALID);
    demand(1, 1);
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCHED)).hasSize(1));
    cloud.silent(true);
    demand(1, 3);
    await().during(Duration.ofSeconds(1)).until(() -> neighbours.reports().size() == 1);
    cloud.silent(false);
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCHED)).hasSize(3));
  }

  @Test
  void deletedEnvironmentIsGone() {
    owner();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_VALID);
    demand(1, 1);
    soon(() -> assertThat(neighbours.reports(ReportCase.LAUNCHED)).hasSize(1));
    neighbours.registers(ARN, UUID, 2, CEStatus.CE_STATUS_DELETING);
    released.addAll(alive());
    demand(2, 0);
    soon(
        () ->
            assertThat(neighbours.condition(ARN))
                .hasValueSatisfying(c -> assertThat(c.getGone()).isTrue()));
    assertThat(cloud.<Integer>with(aws -> aws.groups.size() + aws.templates.size())).isZero();
  }

  private Owner owner() {
    var kafka = KafkaResource.clients();
    var kit =
        new Kit(
            vertx,
            new Db(vertx, database),
            kafka,
            new Topics(kafka),
            new SimpleMeterRegistry(),
            "test-" + owners.size());
    var pass =
        new ReconcilePass(vertx, cloud, CONFIG, new CapacityMetrics(kit.meters()), new Freshness());
    var runtime = new CellRuntime(kit, Streams.wiring(0), pass, CellSettings.DEFAULT);
    pass.runsIn(runtime);
    runtime.start();
    var owner = new Owner(kit, runtime);
    owners.add(owner);
    return owner;
  }

  private void demand(long version, int waiting) {
    neighbours.demands(
        new Demand(
            ARN,
            version,
            0,
            64,
            waiting == 0 ? List.of() : List.of(new Waiting(shape(2, 2), waiting)),
            usable,
            released,
            Set.of(),
            Instant.now()));
  }

  private List<String> alive() {
    return cloud.with(aws -> aws.alive());
  }

  private static void soon(ThrowingRunnable what) {
    await().atMost(Duration.ofSeconds(40)).untilAsserted(what);
  }
}
