package io.longshore.queue.shell.grpc;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.longshore.api.batch.v1.ExplainJobRequest;
import io.longshore.api.batch.v1.ExplainJobResponse;
import io.longshore.api.batch.v1.GetJobLogsRequest;
import io.longshore.api.batch.v1.GetJobLogsResponse;
import io.longshore.api.internal.v1.MutinyPlacementReadServiceGrpc;
import io.longshore.api.internal.v1.ReadLogsRequest;
import io.longshore.api.internal.v1.ReadLogsResponse;
import io.longshore.queue.shell.Answers;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Questions that another service answers: why a job is where it is, and what it wrote. */
@Singleton
class Questions {

  private final Answers answers;
  private final Schedulers schedulers;
  private final Map<String, ManagedChannel> placements = new ConcurrentHashMap<>();

  Questions(Answers answers, Schedulers schedulers) {
    this.answers = answers;
    this.schedulers = schedulers;
  }

  Uni<ExplainJobResponse> explain(ExplainJobRequest request) {
    return Reply.of(request, r -> answers.job(r.getJobId()))
        .chain(
            job ->
                schedulers
                    .explain(
                        io.longshore.api.internal.v1.ExplainJobRequest.newBuilder()
                            .setJobId(job.id().toString())
                            .build())
                    .map(io.longshore.api.internal.v1.ExplainJobResponse::getExplanation)
                    .onFailure(Questions::unknown)
                    .recoverWithItem(() -> unseen(job)));
  }

  /**
   * The scheduler has not read of the job yet, or has forgotten it: what the read model knows is
   * said.
   */
  private static ExplainJobResponse unseen(Answers.Asked job) {
    String text =
        job.status().isFinal()
            ? "The job has ended: " + job.status() + ". " + job.statusReason()
            : "The job is accepted; the scheduler has not looked at it yet.";
    return ExplainJobResponse.newBuilder()
        .setJobId(job.id().toString())
        .setExplanation(text.trim())
        .build();
  }

  private static boolean unknown(Throwable failure) {
    return failure instanceof StatusRuntimeException e
        && e.getStatus().getCode() == Status.Code.NOT_FOUND;
  }

  Multi<GetJobLogsResponse> logs(GetJobLogsRequest request) {
    var attempt =
        request.hasAttempt() ? Optional.of(request.getAttempt()) : Optional.<Integer>empty();
    return Reply.of(answers.output(request.getJobId(), attempt))
        .onItem()
        .transformToMulti(output -> read(request, output));
  }

  private Multi<GetJobLogsResponse> read(GetJobLogsRequest request, Answers.Output output) {
    var asked =
        ReadLogsRequest.newBuilder()
            .setPodName(output.podName())
            .setNamespace(output.namespace())
            .setContainer(request.getContainer())
            .setFollow(request.getFollow() && output.live());
    if (request.hasTailLines()) {
      asked.setTailLines(request.getTailLines());
    }
    return MutinyPlacementReadServiceGrpc.newMutinyStub(channel(output.endpoint()))
        .readLogs(asked.build())
        .map(piece -> piece(piece, output.attempt()));
  }

  private static GetJobLogsResponse piece(ReadLogsResponse piece, int attempt) {
    ByteString data = piece.getData();
    return GetJobLogsResponse.newBuilder()
        .setChunk(data)
        .setContainer(piece.getContainer())
        .setAttempt(attempt)
        .setCut(piece.getTruncated())
        .build();
  }

  private ManagedChannel channel(String endpoint) {
    return placements.computeIfAbsent(
        endpoint, e -> ManagedChannelBuilder.forTarget(e).usePlaintext().build());
  }

  void stop(@Observes ShutdownEvent event) {
    placements.values().forEach(ManagedChannel::shutdownNow);
  }
}
