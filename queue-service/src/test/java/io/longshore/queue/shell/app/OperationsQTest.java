package io.longshore.queue.shell.app;

import static io.longshore.queue.shell.app.Caller.job;
import static io.longshore.queue.shell.app.Caller.refused;
import static io.longshore.queue.shell.app.Others.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.longshore.api.batch.v1.CancelJobsRequest;
import io.longshore.api.batch.v1.DeclareNodeLostRequest;
import io.longshore.api.batch.v1.DeregisterJobDefinitionRequest;
import io.longshore.api.batch.v1.DescribeJobDefinitionsRequest;
import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.ListTagsForResourceRequest;
import io.longshore.api.batch.v1.TagResourceRequest;
import io.longshore.api.batch.v1.TerminateJobsRequest;
import io.longshore.api.batch.v1.UntagResourceRequest;
import io.longshore.api.internal.v1.Command;
import io.longshore.api.internal.v1.DeclareNodeLostCommand;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations on many jobs, on tags and nodes, and what is forgotten by itself. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs = @ResourceArg(name = "topics", value = Topics.ALL))
class OperationsQTest {

  private static final String NAME = "operations";

  @TestHTTPResource("/")
  URI http;

  private Caller caller;

  @BeforeEach
  void connect() {
    caller = new Caller(http.getPort());
    caller.ready(NAME);
  }

  @AfterEach
  void disconnect() {
    caller.close();
  }

  private String submit() {
    return caller.api().submitJob(job(NAME).build()).getJobId();
  }

  @Test
  void manyJobsAreCancelledOrTerminatedByOneCall() {
    List<String> ids = List.of(submit(), submit());
    var cancelled =
        caller
            .api()
            .cancelJobs(
                CancelJobsRequest.newBuilder().addAllJobs(ids).setReason("not needed").build());
    assertThat(cancelled.getSuccessfulList()).isEqualTo(ids);
    var terminated =
        caller
            .api()
            .terminateJobs(
                TerminateJobsRequest.newBuilder().addAllJobs(ids).setReason("enough").build());
    assertThat(terminated.getSuccessfulList()).isEqualTo(ids);
    soon()
        .untilAsserted(
            () -> {
              assertThat(Others.commands())
                  .filteredOn(Command::hasCancel)
                  .extracting(c -> c.getCancel().getJobId())
                  .containsSubsequence(ids);
              assertThat(Others.commands())
                  .filteredOn(Command::hasTerminate)
                  .extracting(c -> c.getTerminate().getJobId())
                  .containsSubsequence(ids);
            });
    refused(
        Code.INVALID_ARGUMENT,
        () -> caller.api().cancelJobs(CancelJobsRequest.newBuilder().addAllJobs(ids).build()));
  }

  @Test
  void nodeIsDeclaredLostOnAClusterThatIsKnown() {
    var lost =
        DeclareNodeLostRequest.newBuilder()
            .setCluster(NAME)
            .setNodeName("n1")
            .setReason("fire")
            .build();
    caller.api().declareNodeLost(lost);
    soon()
        .untilAsserted(
            () ->
                assertThat(Others.commands())
                    .filteredOn(Command::hasNodeLost)
                    .extracting(Command::getNodeLost)
                    .contains(
                        DeclareNodeLostCommand.newBuilder()
                            .setCluster(NAME)
                            .setNodeName("n1")
                            .setReason("fire")
                            .build()));
    refused(
        Code.NOT_FOUND,
        () -> caller.api().declareNodeLost(lost.toBuilder().setCluster("nowhere").build()));
    refused(
        Code.INVALID_ARGUMENT,
        () -> caller.api().declareNodeLost(lost.toBuilder().clearNodeName().build()));
  }

  @Test
  void tagsAreTakenAway() {
    String arn = caller.environments(NAME).getFirst().getComputeEnvironmentArn();
    caller
        .api()
        .tagResource(
            TagResourceRequest.newBuilder()
                .setResourceArn(arn)
                .putTags("team", "blue")
                .putTags("tier", "one")
                .build());
    caller
        .api()
        .untagResource(
            UntagResourceRequest.newBuilder().setResourceArn(arn).addTagKeys("team").build());
    assertThat(
            caller
                .api()
                .listTagsForResource(
                    ListTagsForResourceRequest.newBuilder().setResourceArn(arn).build())
                .getTagsMap())
        .containsOnlyKeys("tier");
  }

  @Test
  void inactiveDefinitionTakesNoJobs() {
    caller.register("once");
    caller
        .api()
        .deregisterJobDefinition(
            DeregisterJobDefinitionRequest.newBuilder().setJobDefinition("once:1").build());
    var named = DescribeJobDefinitionsRequest.newBuilder().addJobDefinitions("once:1").build();
    assertThat(caller.api().describeJobDefinitions(named).getJobDefinitionsList())
        .singleElement()
        .satisfies(d -> assertThat(d.getStatus()).isEqualTo("INACTIVE"));
    refused(
        Code.NOT_FOUND, () -> caller.api().submitJob(job(NAME).setJobDefinition("once:1").build()));
    refused(
        Code.NOT_FOUND,
        () ->
            caller
                .api()
                .deregisterJobDefinition(
                    DeregisterJobDefinitionRequest.newBuilder()
                        .setJobDefinition("once:2")
                        .build()));
  }

  @Test
  void jobIsForgottenWhenItsRetentionIsOver() {
    String old = submit();
    String recent = submit();
    long now = Instant.now().toEpochMilli();
    Others.schedulerChanges(
        ended(old, now - Duration.ofDays(8).toMillis()),
        ended(recent, now - Duration.ofDays(6).toMillis()));
    soon().until(() -> forgotten().contains(old));
    soon().until(() -> described(old) == 0);
    assertThat(described(recent)).isEqualTo(1);
    assertThat(forgotten()).doesNotContain(recent);
  }

  private static JobChange ended(String id, long at) {
    return JobChange.newBuilder()
        .setJobId(id)
        .setVersion(1)
        .setState(JobState.JOB_STATE_SUCCEEDED)
        .setStoppedAt(at)
        .setAt(at)
        .build();
  }

  private int described(String id) {
    var request = DescribeJobsRequest.newBuilder().addJobs(id).build();
    return caller.api().describeJobs(request).getJobsCount();
  }

  private static List<String> forgotten() {
    return Others.commands().stream()
        .flatMap(command -> command.getForget().getJobIdsList().stream())
        .toList();
  }

  @Test
  void howNearTheLimitsAreIsMeasured() throws Exception {
    submit();
    soon().until(() -> metrics().contains("longshore_queue_submitted{queue=\"" + NAME + "\"}"));
    assertThat(metrics())
        .contains("longshore_queue_submitted_limit 1000000.0")
        .contains("longshore_queue_outgoing ");
  }

  private String metrics() throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(http.resolve("/q/metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
