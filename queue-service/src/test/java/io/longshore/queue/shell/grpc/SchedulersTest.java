package io.longshore.queue.shell.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.longshore.api.internal.v1.ExplainJobRequest;
import io.longshore.api.internal.v1.ExplainJobResponse;
import io.longshore.api.internal.v1.SchedulerReadServiceGrpc;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.errors.Refusals;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which instance of the scheduler is asked. */
class SchedulersTest {

  private final List<Server> servers = new ArrayList<>();
  private final Instance first = new Instance();
  private final Instance second = new Instance();

  /** An instance that owns the cell, or waits for its lease, or knows no job. */
  private static final class Instance
      extends SchedulerReadServiceGrpc.SchedulerReadServiceImplBase {
    final AtomicInteger asked = new AtomicInteger();
    volatile Refusal refusal = new Refusal.Unavailable("this process does not own the cell");
    volatile boolean owns;
    volatile boolean paused;

    @Override
    public void explainJob(ExplainJobRequest request, StreamObserver<ExplainJobResponse> observer) {
      asked.incrementAndGet();
      if (paused) {
        return;
      }
      if (owns) {
        observer.onNext(ExplainJobResponse.getDefaultInstance());
        observer.onCompleted();
      } else {
        observer.onError(Refusals.exception(refusal));
      }
    }
  }

  private String serve(Instance instance) throws IOException {
    var server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(instance)
            .build()
            .start();
    servers.add(server);
    return "127.0.0.1:" + server.getPort();
  }

  @AfterEach
  void stop() {
    servers.forEach(Server::shutdownNow);
  }

  private static void explain(Schedulers schedulers) {
    schedulers
        .explain(ExplainJobRequest.getDefaultInstance())
        .await()
        .atMost(Duration.ofSeconds(20));
  }

  private static StatusRuntimeException refused(Schedulers schedulers) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> explain(schedulers));
  }

  @Test
  void standbyIsPassedOverAndTheOwnerRemembered() throws IOException {
    var schedulers = new Schedulers(List.of(serve(first), serve(second)));
    second.owns = true;
    explain(schedulers);
    explain(schedulers);
    explain(schedulers);
    assertThat(first.asked).hasValue(1);
    assertThat(second.asked).hasValue(3);

    second.owns = false;
    first.owns = true;
    explain(schedulers);
    assertThat(first.asked).hasValue(2);
    schedulers.close();
  }

  @Test
  void ownerThatIsPausedIsPassedOver() throws IOException {
    var schedulers = new Schedulers(List.of(serve(first), serve(second)));
    first.owns = true;
    explain(schedulers);
    first.paused = true;
    second.owns = true;
    explain(schedulers);
    explain(schedulers);
    assertThat(first.asked).hasValue(2);
    assertThat(second.asked).hasValue(2);
    schedulers.close();
  }

  @Test
  void deadInstanceIsPassedOver() throws IOException {
    second.owns = true;
    var schedulers = new Schedulers(List.of("127.0.0.1:1", serve(second)));
    explain(schedulers);
    assertThat(second.asked).hasValue(1);
    schedulers.close();
  }

  @Test
  void changeOfOwnerIsWaitedFor() throws IOException {
    var schedulers = new Schedulers(List.of(serve(first)));
    var asking =
        schedulers.explain(ExplainJobRequest.getDefaultInstance()).subscribeAsCompletionStage();
    Awaitility.await().until(() -> first.asked.get() >= 2);
    first.owns = true;
    assertThat(asking).succeedsWithin(Duration.ofSeconds(10));
    schedulers.close();
  }

  @Test
  void nobodyWhoOwnsTheCellIsUnavailable() throws IOException {
    var schedulers = new Schedulers(List.of(serve(first), serve(second)));
    var failure = refused(schedulers);
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(failure.getMessage()).contains("No scheduler-service owns the cell now");
    schedulers.close();
  }

  @Test
  void whatTheOwnerSaysIsNotAskedAgain() throws IOException {
    first.refusal = new Refusal.NotFound("Job", "x");
    var schedulers = new Schedulers(List.of(serve(first), serve(second)));
    assertThat(refused(schedulers).getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(first.asked).hasValue(1);
    assertThat(second.asked).hasValue(0);
    schedulers.close();
  }
}
