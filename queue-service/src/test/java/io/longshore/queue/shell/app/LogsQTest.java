package io.longshore.queue.shell.app;

import static io.longshore.queue.shell.app.Caller.field;
import static io.longshore.queue.shell.app.Caller.job;
import static io.longshore.queue.shell.app.Caller.refused;
import static io.longshore.queue.shell.app.Others.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.longshore.api.batch.v1.GetJobLogsRequest;
import io.longshore.api.batch.v1.GetJobLogsResponse;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.internal.v1.EndedAttempt;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.api.internal.v1.PodPlace;
import io.longshore.api.internal.v1.ReadLogsRequest;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job's output: where it is asked for, and for how long its start is waited for. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(LogsQTest.Settings.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs = @ResourceArg(name = "topics", value = Topics.ALL))
class LogsQTest {

  private static final String QUEUE = "logs";

  /** What ended long ago would be forgotten, and no job ends before it was created. */
  private static final long NOW = System.currentTimeMillis() + Duration.ofHours(1).toMillis();

  /** Holds for every class of the JVM, as the service under test is one. */
  public static final class Settings implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
      return Map.of("longshore.queue.output-timeout", "5s");
    }

    @Override
    public void stop() {}
  }

  @TestHTTPResource("/")
  URI http;

  private Caller caller;
  private Placement placement;

  @BeforeEach
  void connect() throws IOException {
    caller = new Caller(http.getPort());
    placement = new Placement();
    caller.ready(QUEUE);
    Others.placementServes(QUEUE, placement.endpoint());
  }

  @AfterEach
  void disconnect() {
    placement.close();
    caller.close();
  }

  private static JobChange.Builder change(String id, long version, JobState state) {
    return JobChange.newBuilder()
        .setJobId(id)
        .setVersion(version)
        .setState(state)
        .setAttempt(1)
        .setLaunch(1)
        .setAt(version * 10);
  }

  private static PodPlace place(String id) {
    return PodPlace.newBuilder()
        .setCluster(QUEUE)
        .setNamespace("batch")
        .setPodName("lsh-" + id)
        .setNodeName("node-1")
        .build();
  }

  private static JobChange.Builder starting(String id, long version) {
    return change(id, version, JobState.JOB_STATE_STARTING).setPlace(place(id));
  }

  private static JobChange.Builder ended(String id, long version) {
    return change(id, version, JobState.JOB_STATE_SUCCEEDED)
        .setPlace(place(id))
        .setStoppedAt(NOW)
        .setEndedAttempt(
            EndedAttempt.newBuilder().setAttempt(1).setPlace(place(id)).setStoppedAt(NOW));
  }

  private List<GetJobLogsResponse> logs(GetJobLogsRequest request) {
    var all = new ArrayList<GetJobLogsResponse>();
    caller.api().getJobLogs(request).forEachRemaining(all::add);
    return all;
  }

  private GetJobLogsRequest.Builder of(String id) {
    return GetJobLogsRequest.newBuilder().setJobId(id);
  }

  private void announced() {
    soon()
        .ignoreExceptions()
        .until(
            () -> {
              String probe = caller.api().submitJob(job(QUEUE).build()).getJobId();
              Others.schedulerChanges(ended(probe, 1).build());
              soon().until(() -> caller.describe(probe).getStoppedAt() == NOW);
              return !logs(of(probe).build()).isEmpty();
            });
    placement.asked().clear();
  }

  @Test
  void followingWaitsForTheStartAndThePod() {
    announced();
    String id = caller.api().submitJob(job(QUEUE).build()).getJobId();
    placement.withoutPod(2);
    var request = of(id).setFollow(true).setSince(77).setTailLines(3).build();
    var followed = CompletableFuture.supplyAsync(() -> logs(request));
    Others.schedulerChanges(change(id, 1, JobState.JOB_STATE_RUNNABLE).build());
    soon().until(() -> caller.describe(id).getStatus() == JobStatus.JOB_STATUS_RUNNABLE);
    assertThat(followed).isNotDone();
    Others.schedulerChanges(starting(id, 2).build());
    assertThat(followed)
        .succeedsWithin(Duration.ofSeconds(30))
        .satisfies(
            pieces ->
                assertThat(pieces)
                    .extracting(GetJobLogsResponse::getContainer)
                    .containsExactly("init", "main"));
    assertThat(placement.asked()).hasSize(3);
    assertThat(placement.asked().getLast())
        .isEqualTo(
            ReadLogsRequest.newBuilder()
                .setNamespace("batch")
                .setPodName("lsh-" + id)
                .setFollow(true)
                .setTailLines(3)
                .setSince(77)
                .build());
    Others.schedulerChanges(ended(id, 3).build());
  }

  @Test
  void jobThatEndsWithoutAStartEndsTheWait() {
    String id = caller.api().submitJob(job(QUEUE).build()).getJobId();
    var asking =
        CompletableFuture.supplyAsync(
            () -> refused(Code.FAILED_PRECONDITION, () -> logs(of(id).setFollow(true).build())));
    Others.schedulerChanges(change(id, 1, JobState.JOB_STATE_FAILED).setStoppedAt(NOW).build());
    assertThat(asking)
        .succeedsWithin(Duration.ofSeconds(30))
        .satisfies(status -> assertThat(status.getMessage()).contains("has ended"));
  }

  @Test
  void withoutFollowingTheStartIsNotWaitedForNorASilentPlacement() {
    announced();
    String id = caller.api().submitJob(job(QUEUE).build()).getJobId();
    var status = refused(Code.FAILED_PRECONDITION, () -> logs(of(id).build()));
    assertThat(status.getMessage()).contains("no attempt has started");
    Others.schedulerChanges(ended(id, 1).build());
    soon().until(() -> caller.describe(id).getStoppedAt() == NOW);
    assertThat(logs(of(id).setAttempt(1).setContainer("main").build())).isNotEmpty();
    assertThat(placement.asked().getLast().getContainer()).isEqualTo("main");
    refused(Code.FAILED_PRECONDITION, () -> logs(of(id).setAttempt(2).build()));
    placement.withoutPod(1);
    refused(Code.NOT_FOUND, () -> logs(of(id).build()));
    placement.fallSilent();
    status = refused(Code.UNAVAILABLE, () -> logs(of(id).build()));
    assertThat(status.getMessage()).contains("has not sent all of the output in 5 s");
  }

  @Test
  void arrayAndUnknownJobHaveNoOutput() {
    var array = job(QUEUE);
    array.getArrayPropertiesBuilder().setSize(2);
    String id = caller.api().submitJob(array.build()).getJobId();
    var status = refused(Code.INVALID_ARGUMENT, () -> logs(of(id).setFollow(true).build()));
    assertThat(field(status)).isEqualTo("jobId");
    assertThat(status.getMessage()).contains("has no output of its own").contains(id + ":0");
    refused(Code.FAILED_PRECONDITION, () -> logs(of(id + ":1").build()));
    refused(Code.NOT_FOUND, () -> logs(of("nothing").setFollow(true).build()));
  }

  @Test
  void clusterThatNobodyServesIsUnavailable() {
    String id = caller.api().submitJob(job(QUEUE).build()).getJobId();
    var elsewhere = ended(id, 1);
    elsewhere.getEndedAttemptBuilder().getPlaceBuilder().setCluster("elsewhere");
    Others.schedulerChanges(elsewhere.build());
    soon().until(() -> caller.describe(id).getStoppedAt() == NOW);
    var status = refused(Code.UNAVAILABLE, () -> logs(of(id).build()));
    assertThat(status.getMessage()).contains("No placement-service serves cluster elsewhere");
  }
}
