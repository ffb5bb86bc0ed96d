package io.longshore.kit.shell.app;

import io.longshore.api.batch.v1.ExplainJobResponse;
import io.longshore.api.internal.v1.ExplainJobRequest;
import io.longshore.api.internal.v1.SchedulerReadService;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Refuses, breaks or answers, as its caller asks for. */
@GrpcService
class TestService implements SchedulerReadService {

  @Override
  public Uni<io.longshore.api.internal.v1.ExplainJobResponse> explainJob(
      ExplainJobRequest request) {
    return switch (request.getJobId()) {
      case "refuse" -> Refusals.fail(new Refusal.Invalid("jobId", "at most 128 characters"));
      case "throw" -> throw new IllegalStateException("a secret");
      case "fail" -> Uni.createFrom().failure(new IllegalStateException("a secret"));
      default ->
          Uni.createFrom()
              .item(
                  io.longshore.api.internal.v1.ExplainJobResponse.newBuilder()
                      .setExplanation(ExplainJobResponse.getDefaultInstance())
                      .build());
    };
  }
}
