package io.longshore.queue.shell.app;

import static io.longshore.queue.shell.app.Others.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.JQStatus;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.kit.shell.cell.Cells;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.queue.shell.db.RegistryTable;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Kafka is away from before the start: what callers are promised stands in PostgreSQL alone. */
@QuarkusTest
@TestProfile(KafkaAwayQTest.Profile.class)
@QuarkusTestResource(value = PostgresResource.class, restrictToAnnotatedClass = true)
class KafkaAwayQTest extends WithCaller {

  private static final String QUEUE = "away";

  @Inject Cells cells;

  /** Nothing listens where Kafka should be. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("kafka.bootstrap.servers", "127.0.0.1:1");
    }
  }

  @Test
  void intakeStaysReadyAndCommitsWhileTheStreamsAreUnwell() {
    soon().until(() -> probe("well").statusCode() == 503);
    assertThat(probe("well").body()).contains("Kafka cannot be read");
    var ready = probe("ready");
    assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
    assertThat(ready.body()).contains("Kafka cannot be read", "atabase connections health check");
    assertThat(probe("live").statusCode()).isEqualTo(200);
    assertThat(probe("started").statusCode()).isEqualTo(200);

    caller.register(QUEUE);
    queue();
    String id = caller.api().submitJob(Caller.job(QUEUE).build()).getJobId();
    assertThat(caller.describe(id).getStatus()).isEqualTo(JobStatus.JOB_STATUS_SUBMITTED);
    assertThat(probe("ready").statusCode()).isEqualTo(200);
  }

  /** A queue that was there before Kafka went. */
  private void queue() {
    String arn = "arn:aws:batch:us-east-1:000000000000:job-queue/" + QUEUE;
    var detail =
        JobQueueDetail.newBuilder()
            .setJobQueueName(QUEUE)
            .setJobQueueArn(arn)
            .setState(JQState.JQ_STATE_ENABLED)
            .setStatus(JQStatus.JQ_STATUS_VALID)
            .build();
    var row =
        new RegistryTable.Entry(
            RegistryTable.Kind.QUEUE, QUEUE, arn, 1, 1, false, detail.toByteArray());
    cells.kit().db().write(tx -> RegistryTable.put(tx, row)).await().atMost(Duration.ofSeconds(20));
  }
}
