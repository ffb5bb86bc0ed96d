package io.longshore.queue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobResponse;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.kit.wire.Inputs;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.SubmitRules;
import io.longshore.queue.shell.db.DefinitionTable;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.SubmittedTable;
import io.longshore.queue.wire.Members;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Submissions over a real database. */
class SubmitDeskTest {

  private static final int CAP = 3;
  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");

  private final Vertx vertx = Vertx.vertx();
  private final Db db = new Db(vertx, PostgresResource.migrated("queue"));
  private final SubmitDesk desk =
      new SubmitDesk(ARNS, new SubmitRules(limits()), new Members(Service.table()));

  private static Limits limits() {
    var aws = Limits.AWS;
    var j = aws.jobs();
    var jobs =
        new Limits.Jobs(
            j.payloadBytes(),
            j.overrideLength(),
            j.dependencies(),
            j.minArraySize(),
            j.arraySize(),
            j.entries(),
            j.batchBytes(),
            j.tokenLength(),
            j.nameLength(),
            j.reasonLength(),
            j.bulk(),
            CAP);
    return new Limits(aws.registry(), aws.definitions(), jobs, aws.pages(), aws.tagging());
  }

  @BeforeEach
  void registry() {
    List.of("full", "other")
        .forEach(name -> run(tx -> RegistryTable.put(tx, Entries.queue(ARNS, name, 1, false))));
    run(tx -> DefinitionTable.put(tx, new DefinitionTable.Revision("d", 1, true, definition())));
  }

  @AfterEach
  void close() {
    db.close();
    vertx.closeAndAwait();
  }

  private static byte[] definition() {
    var detail =
        JobDefinition.newBuilder()
            .setJobDefinitionName("d")
            .setJobDefinitionArn(ARNS.definition("d", 1))
            .setRevision(1)
            .setType("container")
            .setStatus("ACTIVE");
    var container =
        detail.getEksPropertiesBuilder().getPodPropertiesBuilder().addContainersBuilder();
    container.setImage("busybox").getResourcesBuilder().putRequests("cpu", "1");
    return detail.build().toByteArray();
  }

  private <T> T run(Function<Tx, Uni<T>> work) {
    return db.write(work).await().atMost(Duration.ofSeconds(20));
  }

  private List<Verdict<Message>> submit(String queue, int jobs) {
    var entries =
        IntStream.range(0, jobs)
            .mapToObj(i -> new Work.SubmitEntry(request(queue).build(), newId()))
            .toList();
    return submit(new Work.Submit("me", entries)).verdicts();
  }

  private Work.Done submit(Work.Submit work) {
    return run(tx -> desk.run(List.of(work), Instant.ofEpochMilli(5), tx)).getFirst();
  }

  private static SubmitJobRequest.Builder request(String queue) {
    return SubmitJobRequest.newBuilder()
        .setJobName("a-job")
        .setJobQueue(queue)
        .setJobDefinition("d");
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private static List<String> ids(List<Verdict<Message>> verdicts) {
    return verdicts.stream()
        .flatMap(verdict -> verdict.accepted().stream())
        .map(accepted -> ((SubmitJobResponse) accepted).getJobId())
        .toList();
  }

  private long submitted(String queue) {
    return run(tx -> SubmittedTable.count(tx, List.of(ARNS.queue(queue))))
        .getOrDefault(ARNS.queue(queue), 0L);
  }

  @Test
  void queueThatIsFullOfSubmittedJobsTakesMoreOnceSomeHaveMovedOn() {
    var first = submit("full", CAP + 1);
    assertThat(ids(first)).hasSize(CAP);
    assertThat(first.getLast().refusal())
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal.message()).startsWith("JobQueue full has 3 jobs in SUBMITTED"));
    assertThat(ids(submit("full", 1))).isEmpty();
    assertThat(ids(submit("other", 1))).hasSize(1);

    move(ids(first).getFirst(), 1, JobState.JOB_STATE_PENDING);
    move(ids(first).getFirst(), 2, JobState.JOB_STATE_RUNNABLE);
    assertThat(submitted("full")).isEqualTo(CAP - 1);
    assertThat(ids(submit("full", 2))).hasSize(1);
    assertThat(submitted("full")).isEqualTo(CAP);
  }

  private void move(String id, long version, JobState state) {
    var change =
        JobChange.newBuilder().setJobId(id).setVersion(version).setState(state).setAt(9).build();
    var changes = new ChangeDesk(db, new ChangeDesk.Telling(ARNS, "us-east-1", false));
    var stream = new StreamId("scheduler", "queue", 0);
    var changed =
        changes
            .apply(List.of(new Inputs.Message(stream, version, change.toByteString())))
            .await()
            .atMost(Duration.ofSeconds(20));
    run(
        tx ->
            JobTable.change(tx, changed.rows())
                .chain(() -> SubmittedTable.movedOn(tx, changed.movedOn())));
  }

  @Test
  void sameTokenInOneBatchIsOneJob() {
    var request = request("other").setClientToken("once").build();
    var work =
        new Work.Submit(
            "me",
            List.of(
                new Work.SubmitEntry(request, newId()),
                new Work.SubmitEntry(request, newId()),
                new Work.SubmitEntry(request.toBuilder().setJobName("b").build(), newId())));
    var done = submit(work);
    assertThat(ids(done.verdicts())).hasSize(2).containsOnly(ids(done.verdicts()).getFirst());
    assertThat(done.verdicts().getLast().refusal()).isPresent();
    assertThat(done.messages()).hasSize(1);
    assertThat(submitted("other")).isEqualTo(1);
  }
}
