package io.longshore.queue.shell.grpc;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.longshore.api.internal.v1.ExplainJobRequest;
import io.longshore.api.internal.v1.ExplainJobResponse;
import io.longshore.api.internal.v1.MutinySchedulerReadServiceGrpc;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import io.longshore.queue.shell.QueueConfig;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The instances of scheduler-service. One of them owns the cell and answers; the others say {@code
 * UNAVAILABLE}, and so does every one for the moment in which the cell changes its owner. Asks the
 * one that answered last, and then the others, for a while; one that says nothing, as a process
 * that is paused, is passed over like one that is away. An address with several machines behind its
 * name is asked in turn.
 */
@Singleton
class Schedulers {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long TRY_MILLIS = 1_000;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final List<ManagedChannel> channels;
  private volatile int owner;

  @Inject
  Schedulers(QueueConfig config) {
    this(config.schedulers());
  }

  Schedulers(List<String> addresses) {
    this.channels =
        addresses.stream()
            .map(
                address ->
                    ManagedChannelBuilder.forTarget(address)
                        .defaultLoadBalancingPolicy("round_robin")
                        .usePlaintext()
                        .build())
            .toList();
  }

  /** The owner's answer; fails as {@code UNAVAILABLE} if none was found in time. */
  Uni<ExplainJobResponse> explain(ExplainJobRequest request) {
    return ask(request, 0)
        .ifNoItem()
        .after(PATIENCE)
        .failWith(() -> away("none has answered in " + PATIENCE.toSeconds() + " s"));
  }

  private Uni<ExplainJobResponse> ask(ExplainJobRequest request, int tries) {
    int asked = (owner + tries) % channels.size();
    return MutinySchedulerReadServiceGrpc.newMutinyStub(channels.get(asked))
        .withDeadlineAfter(TRY_MILLIS, TimeUnit.MILLISECONDS)
        .explainJob(request)
        .invoke(() -> owner = asked)
        .onFailure(Schedulers::passedOver)
        .recoverWithUni(
            failure ->
                // A round of all is over: the cell may be changing its owner.
                (tries + 1) % channels.size() == 0
                    ? Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(PAUSE)
                        .chain(() -> ask(request, tries + 1))
                    : ask(request, tries + 1));
  }

  private static boolean passedOver(Throwable failure) {
    return failure instanceof StatusRuntimeException e
        && (e.getStatus().getCode() == Status.Code.UNAVAILABLE
            || e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED);
  }

  private static StatusRuntimeException away(String why) {
    return Refusals.exception(
        new Refusal.Unavailable("No scheduler-service owns the cell now: " + why));
  }

  @PreDestroy
  void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
