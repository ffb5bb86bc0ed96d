package io.longshore.capacity.shell;

import static io.longshore.capacity.core.Some.ARN;
import static io.longshore.capacity.core.Some.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.reflection.v1.MutinyServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServiceResponse;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.capacity.shell.aws.Cloud;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service as it starts: configuration, migrations, health, metrics. */
@QuarkusTest
@TestProfile(CapacityServiceQTest.Profile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs =
        @ResourceArg(
            name = "topics",
            value = "longshore.capacity-demand,longshore.capacity-reports,longshore.registry"))
class CapacityServiceQTest {

  @TestHTTPResource("/")
  URI http;

  /** The configuration of a small installation. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "longshore.cell.standby-poll", "100ms",
          "longshore.capacity.pass.interval", "200ms",
          "longshore.capacity.pass.spacing", "50ms",
          "longshore.capacity.launch.user-data", "BOOTSTRAP_SH",
          "longshore.capacity.launch.image-id", "ami-1");
    }
  }

  /** AWS in memory, in place of the real one. */
  @Singleton
  static final class Clouds {
    @Produces
    @Singleton
    Cloud cloud() {
      return new FakeCloud();
    }
  }

  @Test
  void serviceIsReadyAndJudgesAnEnvironment() {
    var neighbours = new Neighbours();
    neighbours.registers(ARN, UUID, 1, CEStatus.CE_STATUS_CREATING);
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () ->
                assertThat(neighbours.condition(ARN))
                    .hasValueSatisfying(c -> assertThat(c.getValid()).isTrue()));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(get("/q/health").statusCode()).isEqualTo(200));
    assertThat(get("/q/health").body()).contains("aws", "streams", "loops", "loaded");
    assertThat(get("/q/metrics").body())
        .contains("longshore_capacity_environments 1.0", "longshore_capacity_look_seconds_count");
  }

  @Test
  void healthAndReflectionAreOfferedByGrpc() {
    var channel =
        ManagedChannelBuilder.forAddress(http.getHost(), http.getPort()).usePlaintext().build();
    try {
      var health = HealthGrpc.newBlockingStub(channel);
      assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
          .isEqualTo(ServingStatus.SERVING);
      assertThat(services(channel)).contains("grpc.health.v1.Health");
    } finally {
      channel.shutdownNow();
    }
  }

  /** What the reflection service lists. */
  private static List<String> services(ManagedChannel channel) {
    var asked = ServerReflectionRequest.newBuilder().setListServices("").build();
    return MutinyServerReflectionGrpc.newMutinyStub(channel)
        .serverReflectionInfo(Multi.createFrom().item(asked))
        .collect()
        .first()
        .await()
        .atMost(Duration.ofSeconds(20))
        .getListServicesResponse()
        .getServiceList()
        .stream()
        .map(ServiceResponse::getName)
        .toList();
  }

  private HttpResponse<String> get(String path) {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(http.resolve(path)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
