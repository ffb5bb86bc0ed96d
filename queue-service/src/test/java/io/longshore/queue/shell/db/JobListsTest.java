package io.longshore.queue.shell.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.shell.db.Db;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.view.JobQuery.Filter;
import io.longshore.queue.core.view.JobStatus;
import io.vertx.mutiny.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each list is served by its index, whoever keeps the plan. */
class JobListsTest {

  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");
  private static final Vertx VERTX = Vertx.vertx();
  private static final Db DB = new Db(VERTX, PostgresResource.migrated("queue"));

  @BeforeAll
  static void manyJobs() {
    DB.write(
            tx ->
                tx.update(
                        """
                        insert into job (id, queue_arn, name, definition_arn, status, created_at, detail)
                        select gen_random_uuid(), $1::text, 'name-' || n, $2::text || n % 1000 || ':1', 1 + n % 7, n, ''
                          from generate_series(1, 20000) as n
                        """,
                        ARNS.queue("q"), ARNS.of(Arns.Kind.JOB_DEFINITION, "d"))
                    .chain(() -> tx.update("analyze job")))
        .await()
        .atMost(Duration.ofSeconds(60));
  }

  @AfterAll
  static void close() {
    DB.close();
    VERTX.closeAndAwait();
  }

  private static String plan(@Nullable JobStatus status, Filter filter) {
    var query = JobLists.query(ARNS.queue("q"), status, filter, List.of(), 101);
    return DB
        .read(tx -> tx.rows("explain (generic_plan) " + query.sql(), query.values().toArray()))
        .await()
        .atMost(Duration.ofSeconds(20))
        .stream()
        .map(row -> row.getString(0))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void definitionIsFoundByItsIndex() {
    String name = ARNS.of(Arns.Kind.JOB_DEFINITION, "d17:");
    assertThat(plan(null, new Filter.Definition(name, true))).contains("job_by_definition");
    String revision = ARNS.definition("d17", 1);
    assertThat(plan(null, new Filter.Definition(revision, false))).contains("job_by_definition");
  }

  @Test
  void nameIsFoundByItsIndex() {
    assertThat(plan(null, new Filter.Name("name-17", true))).contains("job_by_name");
    assertThat(plan(null, new Filter.Name("name-17", false))).contains("job_by_name");
  }

  @Test
  void statusAndTimeAreFoundByTheirs() {
    assertThat(plan(JobStatus.RUNNING, new Filter.All())).contains("job_by_status");
    assertThat(plan(null, new Filter.Before(9_000))).contains("job_by_time");
    assertThat(plan(null, new Filter.After(9_000))).contains("job_by_time");
  }
}
