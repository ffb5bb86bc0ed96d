package io.longshore.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.api.internal.v1.JobState;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.CellSettings;
import io.longshore.kit.shell.cell.Kit;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.DbSettings;
import io.longshore.kit.shell.kafka.Topics;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.scheduler.core.explain.Explanation;
import io.longshore.scheduler.core.explain.Reason;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.round.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop over real PostgreSQL and real Kafka, its neighbours played by hand. */
class RoundLoopTest {
  private static final String A = new UUID(1, 1).toString();
  private static final String B = new UUID(1, 2).toString();
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private record Owner(Kit kit, CellRuntime runtime, Questions questions) {}

  private final Vertx vertx = Vertx.vertx();
  private final List<Owner> owners = new ArrayList<>();
  private final Ring ring = new Ring();
  private DbSettings db = PostgresResource.migrated("scheduler");

  @BeforeEach
  void topics() {
    Ring.freshTopics();
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (var owner : owners) {
      stop(owner);
    }
    vertx.closeAndAwait();
  }

  private static void stop(Owner owner) throws InterruptedException {
    owner.runtime.stop(Duration.ofSeconds(10));
    owner.kit.close();
  }

  private Owner start(String holder) {
    var kafka = KafkaResource.clients();
    var meters = new SimpleMeterRegistry();
    var kit = new Kit(vertx, new Db(vertx, db), kafka, new Topics(kafka), meters, holder);
    var questions = new Questions();
    var loop =
        new RoundLoop(
            Limits.DEFAULTS,
            kit.db(),
            questions,
            new SchedulerMetrics(meters),
            new RoundLog(),
            Set::of);
    var runtime = new CellRuntime(kit, Scheduler.WIRING, loop, CellSettings.DEFAULT);
    var owner = new Owner(kit, runtime, questions);
    owners.add(owner);
    runtime.start();
    return owner;
  }

  private long rows(Owner owner, String table) {
    return owner
        .kit
        .db()
        .read(tx -> tx.rows("select count(*) from " + table))
        .await()
        .atMost(Duration.ofSeconds(5))
        .getFirst()
        .getLong(0);
  }

  @Test
  void jobGoesAllTheWay() {
    var owner = start("one");
    ring.register();
    ring.submit(A);
    ring.awaitState(A, JobState.JOB_STATE_RUNNABLE);
    await().atMost(PATIENCE).until(() -> ring.demand().getWaitingCount() == 1);
    ring.joins("n1", 4);
    var launch = ring.awaitStart(A);
    var start = ring.launches().getFirst().getStart();
    assertThat(start.getJobName()).isEqualTo("name of " + A);
    assertThat(start.getPodTemplate().toStringUtf8()).isEqualTo("template of " + A);
    assertThat(start.getNodeUid()).isEqualTo("uid-n1");
    ring.runs(launch);
    ring.awaitState(A, JobState.JOB_STATE_RUNNING);
    ring.exits(launch, 0);
    var last = ring.awaitState(A, JobState.JOB_STATE_SUCCEEDED);
    assertThat(last.getVersion()).isEqualTo(4);
    assertThat(last.getEndedAttempt().getPlace().getInstanceId()).isEqualTo("i-n1");
    await()
        .atMost(PATIENCE)
        .until(() -> ring.launches().stream().anyMatch(LaunchCommand::hasClose));
    assertThat(rows(owner, "payload")).isZero();
    assertThat(rows(owner, "launch")).isZero();
    assertThat(rows(owner, "job")).isEqualTo(1);
  }

  @Test
  void successorGoesOnWhereADeadOwnerStopped() throws InterruptedException {
    var first = start("first");
    ring.register();
    ring.joins("n1", 1);
    ring.submit(A);
    ring.submit(B);
    var launch = ring.awaitStart(A);
    ring.runs(launch);
    ring.awaitState(A, JobState.JOB_STATE_RUNNING);
    // Its connections are cut, as a kill cuts them: no round commits, the lease is not given back.
    first.kit.db().close();
    var second = start("second");
    ring.exits(launch, 0);
    ring.awaitState(A, JobState.JOB_STATE_SUCCEEDED);
    var next = ring.awaitStart(B);
    assertThat(next.getLaunch()).isEqualTo(1);
    ring.exits(next, 3);
    var failed = ring.awaitState(B, JobState.JOB_STATE_FAILED);
    assertThat(failed.getStatusReason()).isEqualTo("Essential container in task exited");
    assertThat(ring.launches().stream().filter(LaunchCommand::hasStart)).hasSize(2);
    assertThat(second.runtime.running()).isTrue();
    stop(second);
    owners.remove(second);
  }

  @Test
  void ownerWhoseLeaseWasTakenCommitsNothingMore() {
    var zombie = start("zombie");
    ring.register();
    ring.joins("n1", 4);
    ring.submit(A);
    var launch = ring.awaitStart(A);
    steal(zombie);
    ring.runs(launch);
    ring.exits(launch, 0);
    ring.awaitState(A, JobState.JOB_STATE_SUCCEEDED);
    var versions = ring.changes(A).stream().map(c -> c.getVersion()).toList();
    assertThat(versions).containsExactly(1L, 2L, 3L, 4L);
    assertThat(ring.launches().stream().filter(LaunchCommand::hasStart)).hasSize(1);
  }

  /** Another process owns the cell for a moment: the next commit of the old epoch must fail. */
  private static void steal(Owner owner) {
    owner
        .kit
        .db()
        .write(
            tx ->
                tx.update(
                    "update kit_lease set epoch = epoch + 1, holder = 'thief', until = 'epoch'"))
        .await()
        .atMost(Duration.ofSeconds(5));
  }

  @Test
  void questionIsAnsweredFromCommittedState() {
    var owner = start("one");
    ring.register();
    ring.submit(A);
    ring.awaitState(A, JobState.JOB_STATE_RUNNABLE);
    var answer =
        owner
            .questions
            .ask(JobKey.whole(JobId.of(A)), owner.runtime::wake)
            .await()
            .atMost(PATIENCE);
    assertThat(answer.explanation().orElseThrow().words()).contains("capacity");
    var nobody =
        owner
            .questions
            .ask(JobKey.whole(JobId.of(B)), owner.runtime::wake)
            .await()
            .atMost(PATIENCE);
    assertThat(nobody.explanation()).isEmpty();
  }

  private static Explanation explain(Owner owner, String job) {
    return owner
        .questions
        .ask(JobKey.whole(JobId.of(job)), owner.runtime::wake)
        .await()
        .atMost(PATIENCE)
        .explanation()
        .orElseThrow();
  }

  @Test
  void jobWhoseMessageCannotBeTakenInIsHeldUntilAnOperatorDecides() {
    var owner = start("one");
    ring.register();
    ring.submitPoison(A);
    ring.submit(B);
    ring.awaitState(B, JobState.JOB_STATE_RUNNABLE);
    await().atMost(PATIENCE).until(() -> rows(owner, "hold") == 1);
    assertThat(explain(owner, A).reason()).isEqualTo(Reason.HELD_FOR_OPERATOR);
    assertThat(explain(owner, A).words()).contains("at most 32 dependencies");
    assertThat(rows(owner, "kit_quarantine")).isEqualTo(1);

    // The next owner holds it too.
    steal(owner);
    await().atMost(PATIENCE).until(owner.runtime::running);
    assertThat(explain(owner, A).reason()).isEqualTo(Reason.HELD_FOR_OPERATOR);
    owner
        .kit
        .db()
        .read(tx -> tx.rows("select kit_fail(id) from kit_quarantine"))
        .await()
        .atMost(PATIENCE);
    var failed = ring.awaitState(A, JobState.JOB_STATE_FAILED);
    assertThat(failed.getStatusReason()).startsWith("Given up by an operator");
    await().atMost(PATIENCE).until(() -> rows(owner, "hold") == 0);
    assertThat(rows(owner, "kit_quarantine")).isZero();
  }
}
