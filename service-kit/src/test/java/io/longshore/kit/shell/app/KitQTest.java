package io.longshore.kit.shell.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.longshore.api.internal.v1.ExplainJobRequest;
import io.longshore.api.internal.v1.SchedulerReadServiceGrpc;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.cell.CellRuntime;
import io.longshore.kit.shell.cell.Cells;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.kit.wire.Inputs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service gets from the kit without doing anything for it. */
@QuarkusTest
@TestProfile(KitQTest.Profile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs = @ResourceArg(name = "topics", value = "q-in,q-out"))
class KitQTest {

  @Inject Cells cells;

  @TestHTTPResource("/")
  URI http;

  private ManagedChannel channel;

  /** The configuration of a service. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("longshore.database.schema", "kit", "longshore.cell.standby-poll", "100ms");
    }
  }

  @BeforeEach
  void connect() {
    channel = ManagedChannelBuilder.forAddress("127.0.0.1", http.getPort()).usePlaintext().build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void refusalArrivesWithItsField() {
    var status = StatusProto.fromThrowable(failure("refuse"));
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
    assertThat(status.getMessage()).isEqualTo("jobId: at most 128 characters");
    assertThat(status.getDetailsList())
        .filteredOn(detail -> detail.is(BadRequest.class))
        .singleElement()
        .satisfies(
            detail ->
                assertThat(detail.unpack(BadRequest.class).getFieldViolations(0).getField())
                    .isEqualTo("jobId"));
  }

  @Test
  void whatBreaksIsInternalAndLeaksNothing() {
    for (String way : List.of("throw", "fail")) {
      var failure = failure(way);
      assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
      assertThat(failure.getStatus().getDescription()).doesNotContain("secret");
      var status = StatusProto.fromThrowable(failure);
      assertThat(status.getDetailsList())
          .singleElement()
          .satisfies(
              detail ->
                  assertThat(detail.unpack(ErrorInfo.class).getDomain()).isEqualTo("longshore.io"));
    }
  }

  @Test
  void healthFollowsTheLoop() throws Exception {
    assertThat(get("/q/health/live").statusCode()).isEqualTo(200);
    var wiring =
        new Wiring(
            "q",
            "q",
            0,
            List.of(new Wiring.Inbound("q-in", true)),
            List.of(),
            Map.of("other", "q-out"));
    CellRuntime runtime = cells.run(wiring, new Nothing());
    await().atMost(Duration.ofSeconds(20)).until(runtime::running);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(get("/q/health").statusCode()).isEqualTo(200));
    assertThat(get("/q/health").body()).contains("loops", "streams", "loaded", "\"grpc\"");
    KafkaResource.delete("q-in");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              var ready = get("/q/health/ready");
              assertThat(ready.statusCode()).isEqualTo(503);
              assertThat(ready.body()).contains("topic q-in does not exist");
            });
    assertThat(get("/q/health/well").statusCode()).isEqualTo(503);
    KafkaResource.create(1, "q-in");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(get("/q/health/ready").statusCode()).isEqualTo(200));
    assertThat(get("/q/health/well").statusCode()).isEqualTo(200);
    assertThat(get("/q/metrics").body()).contains("longshore_round_seconds_count");
  }

  private StatusRuntimeException failure(String way) {
    var stub = SchedulerReadServiceGrpc.newBlockingStub(channel);
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () -> stub.explainJob(ExplainJobRequest.newBuilder().setJobId(way).build()));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(http.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static final class Nothing implements Program {
    @Override
    public Uni<Step> load(Ownership ownership, Tx tx) {
      return Uni.createFrom().item(Step.nothing(Optional.empty()));
    }

    @Override
    public Uni<Step> step(Inputs inputs) {
      return Uni.createFrom().item(Step.nothing(Optional.empty()));
    }

    @Override
    public void committed(Step step) {}

    @Override
    public void dropped() {}
  }
}
