package io.longshore.kit.shell.health;

import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import grpc.health.v1.MutinyHealthGrpc;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.value.registry.ValueRegistry;
import io.quarkus.vertx.http.HttpServer;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * Ready: the service answers a gRPC call on its own port. An application can report itself started
 * with gRPC dead, so it is asked the way a caller asks.
 */
@Readiness
@Singleton
final class GrpcReadiness implements AsyncHealthCheck {

  private static final String NAME = "grpc";
  private static final long DEADLINE_SECONDS = 2;

  private final ValueRegistry registry;
  private final AtomicReference<@Nullable ManagedChannel> channel = new AtomicReference<>();

  GrpcReadiness(ValueRegistry registry) {
    this.registry = registry;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return MutinyHealthGrpc.newMutinyStub(channel())
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .check(HealthCheckRequest.getDefaultInstance())
        .map(
            answer ->
                HealthCheckResponse.named(NAME)
                    .status(answer.getStatus() == ServingStatus.SERVING)
                    .build())
        .onFailure()
        .recoverWithItem(
            failure ->
                HealthCheckResponse.named(NAME)
                    .down()
                    .withData("failure", failure.toString())
                    .build());
  }

  private ManagedChannel channel() {
    ManagedChannel open = channel.get();
    if (open != null) {
      return open;
    }
    URI self = registry.get(HttpServer.LOCAL_BASE_URI);
    ManagedChannel made =
        ManagedChannelBuilder.forAddress(self.getHost(), self.getPort()).usePlaintext().build();
    if (channel.compareAndSet(null, made)) {
      return made;
    }
    made.shutdownNow();
    return channel();
  }

  @PreDestroy
  void close() {
    ManagedChannel open = channel.get();
    if (open != null) {
      open.shutdownNow();
    }
  }
}
