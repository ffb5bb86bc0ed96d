package io.longshore.queue.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeJobDefinitionsRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.JobSummary;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.internal.v1.ArrayProgress;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.shell.db.DefinitionTable;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.JobTable.JobRow;
import io.longshore.queue.shell.db.RegistryTable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists over a real database, page after page: every row once, in order. */
class ListsTest {

  private static final int PAGE = 5;
  private static final int LIST_PAGE = 7;
  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");
  private static final Vertx VERTX = Vertx.vertx();
  private static final Db DB = new Db(VERTX, PostgresResource.migrated("queue"));
  private static final JobReads JOBS = new JobReads(DB, ARNS, limits());
  private static final Reads READS = new Reads(DB, ARNS, limits());

  /** Newest first; four jobs of each moment. */
  private static final List<JobRow> ROWS = new ArrayList<>();

  private static Limits limits() {
    var aws = Limits.AWS;
    var pages = new Limits.Pages(aws.pages().describe(), PAGE, LIST_PAGE);
    return new Limits(aws.registry(), aws.definitions(), aws.jobs(), pages, aws.tagging());
  }

  @BeforeAll
  static void rows() {
    IntStream.range(0, 40).forEach(i -> ROWS.add(job(i)));
    ROWS.sort(
        Comparator.comparing(JobRow::createdAt).thenComparing(row -> row.id().uuid()).reversed());
    run(tx -> JobTable.change(tx, ROWS));
    run(tx -> JobTable.change(tx, List.of(job("other", UUID.randomUUID().toString(), 1))));
    List.of("q", "other")
        .forEach(name -> run(tx -> RegistryTable.put(tx, Entries.queue(ARNS, name, 1, false))));
    for (int i = 0; i < 12; i++) {
      int n = i;
      run(
          tx ->
              RegistryTable.put(
                  tx, Entries.environment(ARNS, "e%02d".formatted(n), n + 1, n == 3)));
      run(tx -> RegistryTable.put(tx, Entries.queue(ARNS, "z%02d".formatted(n), n + 1, n == 3)));
    }
    for (String name : List.of("a", "b", "a-b", "c")) {
      for (int revision : List.of(1, 2, 3)) {
        run(tx -> DefinitionTable.put(tx, definition(name, revision, revision != 2)));
      }
    }
  }

  @AfterAll
  static void close() {
    DB.close();
    VERTX.closeAndAwait();
  }

  private static <T> T run(Function<Tx, Uni<T>> work) {
    return DB.write(work).await().atMost(Duration.ofSeconds(20));
  }

  private static JobRow job(int i) {
    return job("q", UUID.randomUUID().toString(), i);
  }

  private static JobRow job(String queue, String uuid, int i) {
    String name = (i % 2 == 0 ? "A_b-" : "axb-") + i;
    String definition =
        ARNS.definition(i % 3 == 0 ? "d_1" : i % 3 == 1 ? "dx1" : "d_12", 1 + i % 2);
    var status = i % 4 == 0 ? JobStatus.RUNNABLE : JobStatus.RUNNING;
    long at = 1_000 + i / 4;
    var detail =
        JobDetail.newBuilder().setJobId(uuid).setJobName(name).setJobDefinition(definition);
    var change =
        JobChange.newBuilder().setJobId(uuid).setState(JobState.forNumber(status.number()));
    return new JobRow(
        JobId.of(uuid),
        ARNS.queue(queue),
        name,
        definition,
        status.number(),
        1,
        at,
        null,
        0,
        detail.setCreatedAt(at).build().toByteArray(),
        change.build().toByteArray(),
        new byte[0]);
  }

  private static DefinitionTable.Revision definition(String name, int revision, boolean active) {
    var detail =
        JobDefinition.newBuilder()
            .setJobDefinitionName(name)
            .setRevision(revision)
            .setStatus(active ? "ACTIVE" : "INACTIVE");
    return new DefinitionTable.Revision(name, revision, active, detail.build().toByteArray());
  }

  /** What a list gives, page after page, each but the last one full. */
  private static <R> List<String> pages(
      int size,
      Function<String, Uni<Verdict<R>>> ask,
      Function<R, List<String>> shown,
      Function<R, String> next) {
    var all = new ArrayList<String>();
    String token = "";
    do {
      var page = ask.apply(token).await().atMost(Duration.ofSeconds(20)).accepted().orElseThrow();
      token = next.apply(page);
      assertThat(shown.apply(page)).hasSizeLessThanOrEqualTo(size);
      if (!token.isEmpty()) {
        assertThat(shown.apply(page)).hasSize(size);
      }
      all.addAll(shown.apply(page));
    } while (!token.isEmpty());
    return all;
  }

  private static List<String> list(int size, ListJobsRequest.Builder request) {
    return pages(
        size,
        token -> JOBS.list(request.setNextToken(token).build()),
        page -> page.getJobSummaryListList().stream().map(JobSummary::getJobId).toList(),
        page -> page.getNextToken());
  }

  private static List<String> filtered(String name, String value) {
    var request = ListJobsRequest.newBuilder().setJobQueue("q");
    request.addFiltersBuilder().setName(name).addValues(value);
    return list(PAGE, request);
  }

  private static List<String> rows(Predicate<JobRow> wanted) {
    var ids = ROWS.stream().filter(wanted).map(row -> row.id().uuid()).toList();
    assertThat(ids).hasSizeGreaterThan(PAGE);
    return ids;
  }

  @Test
  void jobsOfAStatusAreListedNewestFirst() {
    var request = ListJobsRequest.newBuilder().setJobQueue("q");
    assertThat(list(LIST_PAGE, request))
        .isEqualTo(rows(row -> row.status() == JobStatus.RUNNING.number()));
    request.setJobStatus(io.longshore.api.batch.v1.JobStatus.JOB_STATUS_RUNNABLE);
    assertThat(list(LIST_PAGE, request))
        .isEqualTo(rows(row -> row.status() == JobStatus.RUNNABLE.number()));
    assertThat(list(3, request.setMaxResults(3)))
        .isEqualTo(rows(row -> row.status() == JobStatus.RUNNABLE.number()));
  }

  @Test
  void namesMatchInAnyCaseAndEachCharacterMeansItself() {
    assertThat(filtered("JOB_NAME", "a_B*")).isEqualTo(rows(row -> row.name().startsWith("A_b")));
    assertThat(filtered("JOB_NAME", "a*")).isEqualTo(rows(row -> true));
    assertThat(filtered("JOB_NAME", "AXB-7")).hasSize(1);
    assertThat(filtered("JOB_NAME", "a%*")).isEmpty();
    assertThat(filtered("JOB_NAME", "A_b")).isEmpty();
  }

  @Test
  void definitionsMatchByNameRevisionArnOrPrefix() {
    String one = ARNS.of(Arns.Kind.JOB_DEFINITION, "d_1:");
    assertThat(filtered("JOB_DEFINITION", "d_1"))
        .isEqualTo(rows(row -> row.definitionArn().startsWith(one)));
    assertThat(filtered("JOB_DEFINITION", "d_1:2"))
        .isEqualTo(rows(row -> row.definitionArn().equals(one + "2")));
    assertThat(filtered("JOB_DEFINITION", one + "2"))
        .isEqualTo(rows(row -> row.definitionArn().equals(one + "2")));
    assertThat(filtered("JOB_DEFINITION", "d_*"))
        .isEqualTo(rows(row -> row.definitionArn().contains("/d_1")));
    assertThat(filtered("JOB_DEFINITION", ARNS.of(Arns.Kind.JOB_DEFINITION, "dx") + "*"))
        .isEqualTo(rows(row -> row.definitionArn().contains("/dx1:")));
    assertThat(filtered("JOB_DEFINITION", "d")).isEmpty();
  }

  @Test
  void timesAreExclusive() {
    assertThat(filtered("BEFORE_CREATED_AT", "1004"))
        .isEqualTo(rows(row -> row.createdAt() < 1004));
    assertThat(filtered("AFTER_CREATED_AT", "1004")).isEqualTo(rows(row -> row.createdAt() > 1004));
  }

  @Test
  void childrenAreListedByIndexWhetherTheyHaveARowOrNot() {
    String uuid = UUID.randomUUID().toString();
    var pending = new BitSet();
    IntStream.range(0, 23).filter(i -> i % 5 != 4).forEach(pending::set);
    var runnable = new BitSet();
    IntStream.range(0, 23).filter(i -> i % 5 == 4).forEach(runnable::set);
    var progress =
        ArrayProgress.newBuilder()
            .setPending(ByteString.copyFrom(pending.toByteArray()))
            .setRunnable(ByteString.copyFrom(runnable.toByteArray()));
    var parent = job("arrays", uuid, 0);
    var change =
        JobChange.newBuilder()
            .setJobId(uuid)
            .setState(JobState.JOB_STATE_PENDING)
            .setArray(progress)
            .build();
    run(
        tx ->
            JobTable.change(
                tx,
                List.of(
                    array(parent, JobId.of(uuid), JobStatus.PENDING, change),
                    child(parent, 2, JobState.JOB_STATE_RUNNING),
                    child(parent, 22, JobState.JOB_STATE_SUCCEEDED))));
    var request = ListJobsRequest.newBuilder().setArrayJobId(uuid);
    request.setJobStatus(io.longshore.api.batch.v1.JobStatus.JOB_STATUS_PENDING);
    assertThat(list(LIST_PAGE, request))
        .isEqualTo(
            IntStream.range(0, 23)
                .filter(i -> i % 5 != 4 && i != 2 && i != 22)
                .mapToObj(i -> uuid + ":" + i)
                .toList());
    request.setJobStatus(io.longshore.api.batch.v1.JobStatus.JOB_STATUS_RUNNING);
    assertThat(list(LIST_PAGE, request)).containsExactly(uuid + ":2");
  }

  private static JobRow child(JobRow parent, int index, JobState state) {
    var change =
        JobChange.newBuilder().setJobId(parent.id().uuid()).setArrayIndex(index).setState(state);
    var id = JobId.child(parent.id().uuid(), index);
    return array(parent, id, JobStatus.of(state.getNumber()), change.build());
  }

  private static JobRow array(JobRow of, JobId id, JobStatus status, JobChange change) {
    boolean whole = id.index() == null;
    return new JobRow(
        id,
        of.queueArn(),
        of.name(),
        of.definitionArn(),
        status.number(),
        1,
        of.createdAt(),
        null,
        whole ? 23 : 0,
        whole ? of.detail() : new byte[0],
        change.toByteArray(),
        new byte[0]);
  }

  @Test
  void environmentsAndQueuesAreListedByNameWithoutThoseThatAreGone() {
    var environments = DescribeComputeEnvironmentsRequest.newBuilder();
    assertThat(
            pages(
                PAGE,
                token -> READS.environments(environments.setNextToken(token).build()),
                page ->
                    page.getComputeEnvironmentsList().stream()
                        .map(ComputeEnvironmentDetail::getComputeEnvironmentName)
                        .toList(),
                page -> page.getNextToken()))
        .hasSize(11)
        .isSorted()
        .doesNotContain("e03");
    var queues = DescribeJobQueuesRequest.newBuilder();
    assertThat(
            pages(
                PAGE,
                token -> READS.queues(queues.setNextToken(token).build()),
                page ->
                    page.getJobQueuesList().stream().map(JobQueueDetail::getJobQueueName).toList(),
                page -> page.getNextToken()))
        .hasSize(13)
        .isSorted()
        .doesNotContain("z03");
  }

  private static List<String> definitions(DescribeJobDefinitionsRequest.Builder request) {
    return pages(
        PAGE,
        token -> READS.definitions(request.setNextToken(token).build()),
        page ->
            page.getJobDefinitionsList().stream()
                .map(d -> d.getJobDefinitionName() + ":" + d.getRevision())
                .toList(),
        page -> page.getNextToken());
  }

  @Test
  void definitionsAreListedByNameAndFallingRevision() {
    assertThat(definitions(DescribeJobDefinitionsRequest.newBuilder()))
        .hasSize(12)
        .containsSubsequence("a:3", "a:2", "a:1", "b:3", "b:2", "b:1", "c:3", "c:2", "c:1");
    assertThat(definitions(DescribeJobDefinitionsRequest.newBuilder().setStatus("INACTIVE")))
        .containsExactlyInAnyOrder("a:2", "a-b:2", "b:2", "c:2");
    assertThat(
            definitions(
                DescribeJobDefinitionsRequest.newBuilder()
                    .setJobDefinitionName("b")
                    .setStatus("ACTIVE")
                    .setMaxResults(PAGE)))
        .containsExactly("b:3", "b:1");
    assertThat(
            definitions(
                DescribeJobDefinitionsRequest.newBuilder()
                    .addJobDefinitions("b:1")
                    .addJobDefinitions(ARNS.definition("a", 2))
                    .addJobDefinitions("nothing:1")
                    .addJobDefinitions("a")
                    .addJobDefinitions("b:1")))
        .containsExactly("b:1", "a:2");
  }
}
