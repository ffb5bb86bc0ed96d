package io.longshore.queue.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.shell.db.ClusterTable;
import io.longshore.queue.shell.db.ConditionTable;
import io.longshore.queue.shell.db.DefinitionTable;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every table's rows go at their time, over a real database. */
class SweeperTest {

  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");
  private static final byte[] NOTHING = new byte[0];

  private final Vertx vertx = Vertx.vertx();
  private final Db db = new Db(vertx, PostgresResource.migrated("queue"));
  private final Sweeper sweeper = new Sweeper(db, config(Map.of()));

  private static QueueConfig config(Map<String, String> settings) {
    var builder =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(QueueConfig.class)
            .withDefaultValues(settings);
    return builder.build().getConfigMapping(QueueConfig.class);
  }

  @AfterEach
  void close() {
    db.close();
    vertx.closeAndAwait();
  }

  private <T> T run(Function<Tx, Uni<T>> work) {
    return db.write(work).await().atMost(Duration.ofSeconds(20));
  }

  private void sweep(Duration later, Set<String> clusters, StoredEnvironment... environments) {
    var due =
        new Sweeper.Due(
            List.of(), Optional.of(Instant.now().plus(later)), clusters, List.of(environments));
    run(tx -> sweeper.delete(due, tx));
  }

  @Test
  void inactiveDefinitionGoesAfterHalfAYearAndJobsOfItAreStillShown() {
    run(tx -> DefinitionTable.nextRevision(tx, "d"));
    put(1, false);
    run(tx -> DefinitionTable.nextRevision(tx, "d"));
    put(2, true);
    String job = UUID.randomUUID().toString();
    run(tx -> JobTable.insert(tx, List.of(job(job, ARNS.definition("d", 1)))));
    sweep(Duration.ofDays(179), Set.of());
    assertThat(revision(1)).isPresent();
    // That its tags change does not make it younger.
    put(1, false);
    sweep(Duration.ofDays(181), Set.of());
    assertThat(revision(1)).isEmpty();
    assertThat(revision(2)).isPresent();
    int next = run(tx -> DefinitionTable.nextRevision(tx, "d"));
    assertThat(next).isEqualTo(3);
    var shown =
        new JobReads(db, ARNS, Limits.AWS)
            .describe(DescribeJobsRequest.newBuilder().addJobs(job).build())
            .await()
            .atMost(Duration.ofSeconds(20));
    assertThat(shown.accepted().orElseThrow().getJobs(0).getJobDefinition())
        .isEqualTo(ARNS.definition("d", 1));
  }

  private void put(int revision, boolean active) {
    var detail = JobDefinition.newBuilder().setJobDefinitionName("d").setRevision(revision);
    run(
        tx ->
            DefinitionTable.put(
                tx,
                new DefinitionTable.Revision("d", revision, active, detail.build().toByteArray())));
  }

  private Optional<DefinitionTable.Revision> revision(int number) {
    return run(tx -> DefinitionTable.one(tx, "d", number));
  }

  private static JobTable.JobRow job(String uuid, String definition) {
    var detail = JobDetail.newBuilder().setJobId(uuid).setJobDefinition(definition).build();
    return new JobTable.JobRow(
        JobId.of(uuid),
        ARNS.queue("q"),
        "a",
        definition,
        JobStatus.SUBMITTED.number(),
        0,
        1,
        null,
        0,
        detail.toByteArray(),
        NOTHING,
        NOTHING);
  }

  @Test
  void whatIsGoneIsKeptForAWeekUnlessItsNameIsTakenAgain() {
    run(tx -> RegistryTable.put(tx, Entries.environment(ARNS, "old", 1, true)));
    run(tx -> RegistryTable.put(tx, Entries.environment(ARNS, "again", 2, true)));
    run(tx -> RegistryTable.put(tx, Entries.environment(ARNS, "again", 3, false)));
    sweep(Duration.ofDays(6), Set.of());
    assertThat(names()).containsExactly("again", "old");
    sweep(Duration.ofDays(8), Set.of());
    assertThat(names()).containsExactly("again");
  }

  private List<String> names() {
    return run(tx -> RegistryTable.all(tx, RegistryTable.Kind.ENVIRONMENT)).stream()
        .map(RegistryTable.Entry::name)
        .toList();
  }

  @Test
  void clusterIsForgottenOnceNobodySpeaksOfItAndNoEnvironmentNamesIt() {
    for (String cluster : List.of("spoken", "named", "silent", "back")) {
      run(tx -> ClusterTable.put(tx, cluster, NOTHING));
    }
    var named = StoredEnvironment.of(Entries.environment(ARNS, "named", 1, false));
    run(
        tx ->
            ConditionTable.put(
                tx,
                Map.of(named.environment().arn(), NOTHING, ARNS.environment("x"), NOTHING),
                Set.of()));
    sweep(Duration.ZERO, Set.of("spoken"), named);
    assertThat(clusters()).containsExactlyInAnyOrder("spoken", "named", "silent", "back");
    assertThat(run(ConditionTable::all)).containsOnlyKeys(named.environment().arn());
    run(tx -> ClusterTable.put(tx, "back", NOTHING));
    sweep(Duration.ofDays(8), Set.of("spoken", "back"), named);
    assertThat(clusters()).containsExactlyInAnyOrder("spoken", "named", "back");
    sweep(Duration.ofDays(16), Set.of("spoken"));
    assertThat(clusters()).containsExactlyInAnyOrder("spoken", "back");
  }

  private Collection<String> clusters() {
    return run(ClusterTable::all).keySet();
  }

  @Test
  void retentionBelowSevenDaysIsRefusedUnlessATestAsksForIt() {
    var brief = config(Map.of("longshore.queue.retention", "6D"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sweeper(db, brief))
        .withMessageStartingWith("longshore.queue.retention");
    var test = Map.of("longshore.queue.retention", "1s", "longshore.queue.short-retention", "true");
    assertThat(new Sweeper(db, config(test))).isNotNull();
  }
}
