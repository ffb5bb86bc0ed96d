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
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.queue.shell.Answers;
import io.longshore.queue.shell.QueueConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Questions that another service answers: why a job is where it is, and what it wrote. */
@Singleton
class Questions {

  private final Answers answers;
  private final Schedulers schedulers;
  private final Duration timeout;
  private final Map<String, ManagedChannel> placements = new ConcurrentHashMap<>();

  Questions(Answers answers, Schedulers schedulers, QueueConfig config) {
    this.answers = answers;
    this.schedulers = schedulers;
    this.timeout = config.outputTimeout();
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
                    .onFailure(failure -> says(Status.Code.NOT_FOUND, failure))
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

  /** The pod of a launch that has been decided is not there yet. */
  private static final class NotThereYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotThereYet(Throwable cause) {
      super(cause);
    }
  }

  Multi<GetJobLogsResponse> logs(GetJobLogsRequest request) {
    var attempt =
        request.hasAttempt() ? Optional.of(request.getAttempt()) : Optional.<Integer>empty();
    boolean follow = request.getFollow();
    var pieces =
        Uni.createFrom()
            .deferred(() -> Reply.of(answers.output(request.getJobId(), attempt, follow)))
            .onItem()
            .transformToMulti(output -> read(request, output));
    return pieces
        .onFailure(NotThereYet.class)
        .retry()
        .withBackOff(Answers.LOOK_AGAIN, Answers.LOOK_AGAIN)
        .indefinitely();
  }

  private Multi<GetJobLogsResponse> read(GetJobLogsRequest request, Answers.Output output) {
    boolean follow = request.getFollow() && output.live();
    var asked =
        ReadLogsRequest.newBuilder()
            .setPodName(output.podName())
            .setNamespace(output.namespace())
            .setContainer(request.getContainer())
            .setFollow(follow);
    if (request.hasTailLines()) {
      asked.setTailLines(request.getTailLines());
    }
    if (request.hasSince()) {
      asked.setSince(request.getSince());
    }
    var stub = MutinyPlacementReadServiceGrpc.newMutinyStub(channel(output.endpoint()));
    var pieces =
        follow
            ? stub.readLogs(asked.build())
                // Said before the first piece alone.
                .onFailure(failure -> says(Status.Code.NOT_FOUND, failure))
                .transform(NotThereYet::new)
            : stub.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .readLogs(asked.build())
                .onFailure(failure -> says(Status.Code.DEADLINE_EXCEEDED, failure))
                .transform(_ -> late());
    return pieces.map(piece -> piece(piece, output.attempt()));
  }

  private static boolean says(Status.Code code, Throwable failure) {
    return failure instanceof StatusRuntimeException e && e.getStatus().getCode() == code;
  }

  private StatusRuntimeException late() {
    return Refusals.exception(
        new Refusal.Unavailable(
            "placement-service has not sent all of the output in " + timeout.toSeconds() + " s"));
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
