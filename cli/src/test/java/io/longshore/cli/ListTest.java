package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.ListJobsRequest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ListTest extends CommandLineFixture {

  @BeforeEach
  void fill() {
    for (int i = 0; i < 5; i++) {
      run("submit", "-n", "job-" + i, "-q", "main", "-d", "busybox");
    }
    run("describe", "00000001-0000-4000-8000-000000000000");
  }

  @Test
  void aQueuesJobsInEveryStatusAreOneRequest() {
    Golden.assertSame("list.txt", run("list", "-q", "main").out());
    ListJobsRequest asked = batch.last(ListJobsRequest.class);
    assertThat(asked.getFilters(0).getName()).isEqualTo("AFTER_CREATED_AT");
    assertThat(asked.hasJobStatus()).isFalse();
  }

  @Test
  void statusesAreAskedOneByOne() {
    assertThat(run("list", "-q", "main", "-s", "runnable,RUNNING", "-o", "id").out().lines())
        .containsExactly("00000001-0000-4000-8000-000000000000");
    assertThat(batch.last(ListJobsRequest.class).getJobStatus())
        .isEqualTo(JobStatus.JOB_STATUS_RUNNING);
    assertThat(run("list", "-q", "main", "-s", "SLEEPING").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aListThatIsCutOffSaysSoAndGoesOn() {
    Result first = run("list", "-q", "main", "--limit", "2", "-o", "id");
    assertThat(first.out().lines()).hasSize(2);
    assertThat(first.err()).contains("--all", "--next-token 2");
    assertThat(
            run("list", "-q", "main", "--limit", "3", "--next-token", "2", "-o", "id")
                .out()
                .lines())
        .hasSize(3);
    assertThat(run("list", "-q", "main", "--limit", "2", "--all", "-o", "id").out().lines())
        .hasSize(5);
  }

  @Test
  void aLimitBelowOneIsAWrongUse() {
    var asked = batch.asked.size();
    for (String limit : List.of("0", "-1")) {
      Result result = run("list", "-q", "main", "--limit", limit);
      assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).contains("--limit is at least 1, not " + limit);
    }
    assertThat(batch.asked).hasSize(asked);
  }

  @Test
  void filtersAreHandedOn() {
    assertThat(run("list", "-q", "main", "--filter", "JOB_NAME=job-3", "-o", "id").out().lines())
        .containsExactly("00000004-0000-4000-8000-000000000000");
    assertThat(run("list", "-q", "main", "--filter", "job-3").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void childrenAreAskedForByStatus() {
    run("list", "--array", "a1");
    assertThat(batch.asked.stream().filter(ListJobsRequest.class::isInstance)).hasSize(7);
    assertThat(batch.last(ListJobsRequest.class).getArrayJobId()).isEqualTo("a1");
  }

  @Test
  void exactlyOneOfQueueArrayAndMultiNodeIsNamed() {
    assertThat(run("list").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run("list", "-q", "main", "--array", "a1").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void additionsOfOurOwnAreShownOnlyOnRequest() {
    assertThat(run("list", "-q", "main", "-o", "json").out()).doesNotContain("\"jobQueue\"");
    assertThat(run("list", "-q", "main", "-o", "json-full").out()).contains("\"jobQueue\"");
  }
}
