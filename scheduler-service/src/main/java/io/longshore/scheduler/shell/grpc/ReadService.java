package io.longshore.scheduler.shell.grpc;

import io.longshore.api.internal.v1.ExplainJobRequest;
import io.longshore.api.internal.v1.ExplainJobResponse;
import io.longshore.api.internal.v1.SchedulerReadService;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.shell.Scheduler;
import io.longshore.scheduler.wire.ExplainWire;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Answers queue-service's reads on a user's behalf. */
@GrpcService
class ReadService implements SchedulerReadService {
  private final Scheduler scheduler;

  ReadService(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public Uni<ExplainJobResponse> explainJob(ExplainJobRequest request) {
    var job = key(request.getJobId());
    if (job.isEmpty()) {
      return Refusals.fail(new Refusal.Invalid("jobId", "must be a job id, or one with :index"));
    }
    return scheduler
        .explain(job.get())
        .chain(
            found ->
                found
                    .map(e -> Uni.createFrom().item(answer(e)))
                    .orElseGet(
                        () -> Refusals.fail(new Refusal.NotFound("Job", request.getJobId()))));
  }

  private static ExplainJobResponse answer(Scheduler.Explained explained) {
    return ExplainJobResponse.newBuilder()
        .setExplanation(ExplainWire.write(explained.explanation(), explained.at()))
        .build();
  }

  private static Optional<JobKey> key(String text) {
    try {
      var colon = text.indexOf(':');
      return Optional.of(
          colon < 0
              ? JobKey.whole(JobId.of(text))
              : new JobKey(
                  JobId.of(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
