package io.longshore.scheduler.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.longshore.api.batch.v1.ExplainReason;
import io.longshore.api.internal.v1.ExplainJobRequest;
import io.longshore.api.internal.v1.JobState;
import io.longshore.api.internal.v1.SchedulerReadServiceGrpc;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service as it is deployed. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs =
        @ResourceArg(
            name = "topics",
            value =
                "longshore.commands,longshore.placement-reports,longshore.capacity-reports,"
                    + "longshore.job-changes,longshore.capacity-demand,longshore.launches.main"))
class SchedulerQTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TestHTTPResource("/")
  URI http;

  private ManagedChannel channel;

  @BeforeEach
  void connect() {
    channel = ManagedChannelBuilder.forAddress("127.0.0.1", http.getPort()).usePlaintext().build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void explainsCountsAndIsHealthy() throws Exception {
    var ring = new Ring();
    var id = new UUID(7, 7).toString();
    ring.register();
    ring.submit(id);
    ring.awaitState(id, JobState.JOB_STATE_RUNNABLE);
    var stub = SchedulerReadServiceGrpc.newBlockingStub(channel);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stub.explainJob(request(id)).getExplanation().getReason())
                    .isEqualTo(ExplainReason.EXPLAIN_REASON_WAITING_FOR_CAPACITY));
    ring.joins("n1", 4);
    ring.exits(ring.awaitStart(id), 2);
    ring.awaitState(id, JobState.JOB_STATE_FAILED);
    var ended = stub.explainJob(request(id)).getExplanation();
    assertThat(ended.getReason()).isEqualTo(ExplainReason.EXPLAIN_REASON_FAILED);
    assertThat(ended.getExplanation()).isEqualTo("Essential container in task exited");
    assertThat(code(stub, new UUID(7, 8).toString())).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(code(stub, "no id")).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(get("/q/health").statusCode()).isEqualTo(200);
    assertThat(get("/q/metrics").body())
        .contains("longshore_scheduler_dispatched_total", "longshore_scheduler_jobs");
  }

  private static Status.Code code(
      SchedulerReadServiceGrpc.SchedulerReadServiceBlockingStub stub, String id) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> stub.explainJob(request(id)))
        .getStatus()
        .getCode();
  }

  private static ExplainJobRequest request(String id) {
    return ExplainJobRequest.newBuilder().setJobId(id).build();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(http.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
