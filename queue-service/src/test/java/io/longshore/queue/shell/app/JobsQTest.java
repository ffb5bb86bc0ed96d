package io.longshore.queue.shell.app;

import static io.longshore.queue.shell.app.Caller.field;
import static io.longshore.queue.shell.app.Caller.job;
import static io.longshore.queue.shell.app.Caller.refused;
import static io.longshore.queue.shell.app.Others.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.ResourceInfo;
import io.grpc.Status.Code;
import io.longshore.api.batch.v1.CancelJobRequest;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.JobSummary;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.SubmitJobsRequest;
import io.longshore.api.batch.v1.TerminateJobRequest;
import io.longshore.api.internal.v1.ArrayProgress;
import io.longshore.api.internal.v1.Command;
import io.longshore.api.internal.v1.ContainerStatus;
import io.longshore.api.internal.v1.EndedAttempt;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.api.internal.v1.PodPlace;
import io.longshore.api.internal.v1.SubmitJobCommand;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs from the call to what everybody may read of them. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs = @ResourceArg(name = "topics", value = Topics.ALL))
class JobsQTest extends WithCaller {

  private static final String QUEUE = "jobs";

  @Test
  void jobIsToldToTheSchedulerAndShownAsItMoves() {
    caller.ready(QUEUE);
    var submitted = caller.api().submitJob(job(QUEUE).putParameters("a", "b").build());
    String id = submitted.getJobId();
    assertThat(caller.describe(id).getStatus()).isEqualTo(JobStatus.JOB_STATUS_SUBMITTED);
    soon().until(() -> !submits(id).isEmpty());
    var command = submits(id).getFirst();
    assertThat(command.getShape().getRequests().getVcpuMillis()).isEqualTo(1000);
    assertThat(command.getShape().getRequests().getMemoryBytes()).isEqualTo(512L << 20);

    long startedAt = caller.describe(id).getCreatedAt() + 30;
    var place =
        PodPlace.newBuilder().setCluster(QUEUE).setPodName("lsh-1").setNodeName("node-1").build();
    Others.schedulerChanges(
        change(id, 1, JobState.JOB_STATE_RUNNABLE).build(),
        change(id, 2, JobState.JOB_STATE_STARTING).setPlace(place).build(),
        change(id, 3, JobState.JOB_STATE_RUNNING).setPlace(place).setStartedAt(startedAt).build());
    soon().until(() -> caller.describe(id).getStatus() == JobStatus.JOB_STATUS_RUNNING);
    var running = caller.describe(id);
    assertThat(running.getStartedAt()).isEqualTo(startedAt);
    assertThat(running.getEksProperties().getPodProperties().getNodeName()).isEqualTo("node-1");
    assertThat(list(JobStatus.JOB_STATUS_RUNNING)).extracting(JobSummary::getJobId).contains(id);

    var exit = ContainerStatus.newBuilder().setName("main").setExitCode(0).setReason("Completed");
    Others.schedulerChanges(
        change(id, 4, JobState.JOB_STATE_SUCCEEDED)
            .setPlace(place)
            .setStartedAt(startedAt)
            .setStoppedAt(startedAt + 10)
            .addContainers(exit)
            .setEndedAttempt(
                EndedAttempt.newBuilder()
                    .setAttempt(1)
                    .setPlace(place)
                    .addContainers(exit)
                    .setStartedAt(startedAt)
                    .setStoppedAt(startedAt + 10))
            .build());
    soon().until(() -> caller.describe(id).getStatus() == JobStatus.JOB_STATUS_SUCCEEDED);
    assertThat(caller.describe(id).getEksAttemptsList())
        .singleElement()
        .satisfies(a -> assertThat(a.getContainers(0).getExitCode()).isZero());
    assertThat(list(JobStatus.JOB_STATUS_RUNNING))
        .extracting(JobSummary::getJobId)
        .doesNotContain(id);
    soon()
        .untilAsserted(
            () ->
                assertThat(Others.events(id))
                    .extracting(e -> e.getDetail().getStatus())
                    .containsSubsequence(
                        JobStatus.JOB_STATUS_RUNNABLE,
                        JobStatus.JOB_STATUS_STARTING,
                        JobStatus.JOB_STATUS_RUNNING,
                        JobStatus.JOB_STATUS_SUCCEEDED));
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

  @Test
  void childrenAreShownFromTheParentsBitsUntilTheyHaveTheirOwnRow() {
    caller.ready(QUEUE);
    var request = job(QUEUE);
    request.getArrayPropertiesBuilder().setSize(3);
    String id = caller.api().submitJob(request.build()).getJobId();
    var progress =
        ArrayProgress.newBuilder()
            .addAllCounts(List.of(0, 1, 1, 0, 1, 0, 0))
            .setPending(ByteString.copyFrom(new byte[] {1}))
            .setRunnable(ByteString.copyFrom(new byte[] {2}));
    Others.schedulerChanges(
        change(id, 1, JobState.JOB_STATE_PENDING).setArray(progress).build(),
        change(id, 1, JobState.JOB_STATE_RUNNING).setArrayIndex(2).build());
    soon().until(() -> caller.describe(id).getStatus() == JobStatus.JOB_STATUS_PENDING);
    assertThat(caller.describe(id).getArrayProperties().getStatusSummaryMap())
        .containsEntry("PENDING", 1)
        .containsEntry("RUNNABLE", 1)
        .containsEntry("RUNNING", 1)
        .containsEntry("FAILED", 0);
    var children = ListJobsRequest.newBuilder().setArrayJobId(id);
    assertThat(status(children, JobStatus.JOB_STATUS_PENDING)).containsExactly(id + ":0");
    assertThat(status(children, JobStatus.JOB_STATUS_RUNNABLE)).containsExactly(id + ":1");
    assertThat(status(children, JobStatus.JOB_STATUS_RUNNING)).containsExactly(id + ":2");
    assertThat(caller.describe(id + ":1").getArrayProperties().getIndex()).isEqualTo(1);
    soon().until(() -> Others.events(id).size() == 2);
  }

  private List<String> status(ListJobsRequest.Builder request, JobStatus status) {
    return caller
        .api()
        .listJobs(request.setJobStatus(status).build())
        .getJobSummaryListList()
        .stream()
        .map(JobSummary::getJobId)
        .toList();
  }

  private List<JobSummary> list(JobStatus status) {
    var request = ListJobsRequest.newBuilder().setJobQueue(QUEUE).setJobStatus(status);
    return caller.api().listJobs(request.build()).getJobSummaryListList();
  }

  @Test
  void sameTokenIsTheSameJob() {
    caller.ready(QUEUE);
    var request = job(QUEUE).setClientToken("once").putTags("a", "1").putTags("b", "2").build();
    String id = caller.api().submitJob(request).getJobId();
    assertThat(caller.api().submitJob(request).getJobId()).isEqualTo(id);
    var other = request.toBuilder().setJobName("another").build();
    refused(Code.ALREADY_EXISTS, () -> caller.api().submitJob(other));
    soon().until(() -> !submits(id).isEmpty());
    assertThat(submits(id)).hasSize(1);
  }

  @Test
  void unknownQueueIsNotFoundByName() {
    caller.ready(QUEUE);
    var request = job(QUEUE).setJobQueue("nowhere").build();
    var status = refused(Code.NOT_FOUND, () -> caller.api().submitJob(request));
    assertThat(status.getMessage()).isEqualTo("JobQueue nowhere not found.");
    assertThat(status.getDetailsList())
        .filteredOn(detail -> detail.is(ResourceInfo.class))
        .singleElement()
        .satisfies(
            detail ->
                assertThat(detail.unpack(ResourceInfo.class).getResourceName())
                    .isEqualTo("nowhere"));
  }

  @Test
  void memberThatIsNotHonouredIsRefusedByItsPath() {
    caller.ready(QUEUE);
    var request = job(QUEUE);
    request.getNodeOverridesBuilder().setNumNodes(2);
    var status = refused(Code.INVALID_ARGUMENT, () -> caller.api().submitJob(request.build()));
    assertThat(field(status)).isEqualTo("nodeOverrides");
  }

  @Test
  void refusedEntryDoesNotHoldUpTheOthers() {
    caller.ready(QUEUE);
    var large = job(QUEUE);
    large.getArrayPropertiesBuilder().setSize(1);
    var request =
        SubmitJobsRequest.newBuilder()
            .addEntries(job(QUEUE))
            .addEntries(large)
            .addEntries(job(QUEUE).setJobDefinition("nothing"))
            .addEntries(job(QUEUE))
            .build();
    var results = caller.api().submitJobs(request).getResultsList();
    assertThat(results).extracting(r -> r.getIndex()).containsExactly(0, 1, 2, 3);
    assertThat(results).extracting(r -> r.hasJob()).containsExactly(true, false, false, true);
    assertThat(results.get(1).getError().getField()).isEqualTo("arrayProperties.size");
    assertThat(results.get(2).getError().getCode()).isEqualTo("NOT_FOUND");
    assertThat(results.get(2).getError().getField()).isEqualTo("jobDefinition");
    String last = results.get(3).getJob().getJobId();
    soon().until(() -> !submits(last).isEmpty());
  }

  @Test
  void wishesToEndAreToldOnlyForJobsThatHaveNotEnded() {
    caller.ready(QUEUE);
    String id = caller.api().submitJob(job(QUEUE).build()).getJobId();
    var cancel = CancelJobRequest.newBuilder().setJobId(id).setReason("not needed").build();
    caller.api().cancelJob(cancel);
    var terminate = TerminateJobRequest.newBuilder().setJobId(id).setReason("enough").build();
    caller.api().terminateJob(terminate);
    soon().until(() -> ends(id) == 2);
    Others.schedulerChanges(change(id, 1, JobState.JOB_STATE_FAILED).setIsTerminated(true).build());
    soon().until(() -> caller.describe(id).getIsTerminated());
    caller.api().terminateJob(terminate);
    String behind = caller.api().submitJob(job(QUEUE).build()).getJobId();
    soon().until(() -> !submits(behind).isEmpty());
    assertThat(ends(id)).isEqualTo(2);
  }

  @Test
  void wishToEndANodeDoesNotEndTheJob() {
    caller.ready(QUEUE);
    String id = caller.api().submitJob(job(QUEUE).build()).getJobId();
    var node = TerminateJobRequest.newBuilder().setJobId(id + "#0").setReason("enough").build();
    caller.api().terminateJob(node);
    var cancel = CancelJobRequest.newBuilder().setJobId(id + "#0").setReason("enough").build();
    caller.api().cancelJob(cancel);
    String behind = caller.api().submitJob(job(QUEUE).build()).getJobId();
    soon().until(() -> !submits(behind).isEmpty());
    assertThat(ends(id)).isZero();
  }

  private static long ends(String id) {
    return Others.commands().stream()
        .filter(c -> c.getCancel().getJobId().equals(id) || c.getTerminate().getJobId().equals(id))
        .count();
  }

  private static List<SubmitJobCommand> submits(String id) {
    return Others.commands().stream()
        .filter(Command::hasSubmit)
        .map(Command::getSubmit)
        .filter(submit -> submit.getJobId().equals(id))
        .toList();
  }
}
