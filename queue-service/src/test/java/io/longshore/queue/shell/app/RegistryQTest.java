package io.longshore.queue.shell.app;

import static io.longshore.queue.shell.app.Caller.field;
import static io.longshore.queue.shell.app.Caller.refused;
import static io.longshore.queue.shell.app.Others.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status.Code;
import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.DeleteComputeEnvironmentRequest;
import io.longshore.api.batch.v1.DeleteJobQueueRequest;
import io.longshore.api.batch.v1.DescribeJobDefinitionsRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.JQStatus;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.ListTagsForResourceRequest;
import io.longshore.api.batch.v1.TagResourceRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.api.internal.v1.Command;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Environments, queues and definitions from creation to end. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(
    value = KafkaResource.class,
    initArgs = @ResourceArg(name = "topics", value = Topics.ALL))
class RegistryQTest extends WithCaller {

  @Test
  void environmentIsValidOnceCapacityAndPlacementSaySo() {
    String arn = caller.createEnvironment("judged");
    assertThat(arn).endsWith(":compute-environment/judged");
    var created = caller.environments("judged").getFirst();
    assertThat(created.getStatus()).isEqualTo(CEStatus.CE_STATUS_CREATING);
    assertThat(created.getUuid()).isNotEmpty();
    assertThat(Others.registered(arn).getEnvironment().getDetail().getComputeResources())
        .isEqualTo(created.getComputeResources());
    refused(Code.ALREADY_EXISTS, () -> caller.createEnvironment("judged"));

    Others.placementServes("judged");
    soon()
        .until(
            () ->
                caller
                    .environments("judged")
                    .getFirst()
                    .getStatusReason()
                    .equals("Waits for capacity-service"));
    Others.capacityJudges(arn, false);
    soon().until(() -> caller.status("judged") == CEStatus.CE_STATUS_VALID);
    assertThat(created.getComputeResources().getDesiredVcpus()).isZero();
    assertThat(caller.environments("judged").getFirst().getComputeResources().getDesiredVcpus())
        .isEqualTo(12);

    String queue = caller.api().createJobQueue(Caller.queue("judged").build()).getJobQueueArn();
    var shown = queues("judged").getFirst();
    assertThat(shown.getStatus()).isEqualTo(JQStatus.JQ_STATUS_VALID);
    assertThat(shown.getComputeEnvironmentOrder(0).getComputeEnvironment()).isEqualTo(arn);
    soon()
        .untilAsserted(
            () -> {
              assertThat(told(arn)).extracting(RegistryEntry::getVersion).isSorted();
              assertThat(told(arn).getLast().getEnvironment().getDetail().getStatus())
                  .isEqualTo(CEStatus.CE_STATUS_VALID);
              assertThat(told(queue)).hasSize(1);
            });
  }

  @Test
  void memberThatIsNotHonouredIsRefusedByItsPath() {
    var status =
        refused(
            Code.INVALID_ARGUMENT,
            () ->
                caller
                    .api()
                    .createJobQueue(Caller.queue("fair").setSchedulingPolicyArn("arn:x").build()));
    assertThat(field(status)).isEqualTo("schedulingPolicyArn");
    var request = Caller.environment("placed");
    request.getComputeResourcesBuilder().setPlacementGroup("close");
    status =
        refused(
            Code.INVALID_ARGUMENT, () -> caller.api().createComputeEnvironment(request.build()));
    assertThat(field(status)).isEqualTo("computeResources.placementGroup");
  }

  @Test
  void whatTheContractDoesNotKnowIsRefusedInEveryCall() {
    var queue = Caller.queue("newer").setStateValue(99).build();
    var status = refused(Code.INVALID_ARGUMENT, () -> caller.api().createJobQueue(queue));
    assertThat(field(status)).isEqualTo("state");
    var list = ListJobsRequest.newBuilder().setJobQueue("q").setJobStatusValue(99).build();
    status = refused(Code.INVALID_ARGUMENT, () -> caller.api().listJobs(list));
    assertThat(field(status)).isEqualTo("jobStatus");
    var newer =
        UnknownFieldSet.newBuilder()
            .addField(77, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    var delete = DeleteJobQueueRequest.newBuilder().setUnknownFields(newer).build();
    status = refused(Code.INVALID_ARGUMENT, () -> caller.api().deleteJobQueue(delete));
    assertThat(field(status)).isEqualTo("77");
  }

  @Test
  void definitionsAreFoundAndTagged() {
    caller.ready("defined");
    var named = DescribeJobDefinitionsRequest.newBuilder().setJobDefinitionName("defined");
    var found = caller.api().describeJobDefinitions(named.setStatus("ACTIVE").build());
    assertThat(found.getJobDefinitionsList())
        .singleElement()
        .satisfies(d -> assertThat(d.getRevision()).isEqualTo(1));
    var unfiltered = DescribeJobDefinitionsRequest.getDefaultInstance();
    assertThat(caller.api().describeJobDefinitions(unfiltered).getJobDefinitionsList())
        .contains(found.getJobDefinitions(0));
    String arn = found.getJobDefinitions(0).getJobDefinitionArn();
    var tag = TagResourceRequest.newBuilder().setResourceArn(arn).putTags("team", "blue");
    caller.api().tagResource(tag.build());
    var tags = ListTagsForResourceRequest.newBuilder().setResourceArn(arn).build();
    assertThat(caller.api().listTagsForResource(tags).getTagsMap()).containsEntry("team", "blue");
  }

  @Test
  void queueLeavesAfterItsJobsAndEnvironmentAfterItsQueue() {
    caller.ready("leaving");
    String arn = caller.environments("leaving").getFirst().getComputeEnvironmentArn();
    String job = caller.api().submitJob(Caller.job("leaving").build()).getJobId();
    var delete = DeleteJobQueueRequest.newBuilder().setJobQueue("leaving").build();
    refused(Code.FAILED_PRECONDITION, () -> caller.api().deleteJobQueue(delete));
    caller
        .api()
        .updateJobQueue(
            UpdateJobQueueRequest.newBuilder()
                .setJobQueue("leaving")
                .setState(JQState.JQ_STATE_DISABLED)
                .build());
    caller.api().deleteJobQueue(delete);
    assertThat(queues("leaving").getFirst().getStatus()).isEqualTo(JQStatus.JQ_STATUS_DELETING);
    disableEnvironment("leaving");
    var gone =
        DeleteComputeEnvironmentRequest.newBuilder().setComputeEnvironment("leaving").build();
    refused(Code.FAILED_PRECONDITION, () -> caller.api().deleteComputeEnvironment(gone));

    Others.schedulerChanges(
        JobChange.newBuilder()
            .setJobId(job)
            .setVersion(1)
            .setState(JobState.JOB_STATE_FAILED)
            .setAt(1)
            .build());
    soon().until(() -> queues("leaving").isEmpty());
    soon().until(() -> state(arn) == CEState.CE_STATE_DISABLED);
    Others.capacityJudges(arn, false);
    // A change is judged anew first; until then the environment is being modified.
    soon().ignoreExceptions().untilAsserted(() -> caller.api().deleteComputeEnvironment(gone));
    assertThat(caller.status("leaving")).isEqualTo(CEStatus.CE_STATUS_DELETING);
    soon().until(() -> Others.registered(arn).getDeleted());
    Others.capacityJudges(arn, true);
    soon().until(() -> caller.environments("leaving").isEmpty());
  }

  @Test
  void changedEnvironmentIsUpdatingUntilCapacityHasAppliedTheChange() {
    caller.ready("changed");
    String arn = caller.environments("changed").getFirst().getComputeEnvironmentArn();
    long before = Others.registered(arn).getVersion();
    disableEnvironment("changed");
    assertThat(caller.status("changed")).isEqualTo(CEStatus.CE_STATUS_UPDATING);
    refused(Code.FAILED_PRECONDITION, () -> disableEnvironment("changed"));
    soon().until(() -> state(arn) == CEState.CE_STATE_DISABLED);
    // What was said of the old settings judges the new ones no more.
    Others.capacityJudges(arn, before);
    soon()
        .until(
            () ->
                caller
                    .environments("changed")
                    .getFirst()
                    .getStatusReason()
                    .equals("Waits for capacity-service"));
    Others.capacityJudges(arn, false);
    soon().until(() -> caller.status("changed") == CEStatus.CE_STATUS_VALID);
  }

  private static CEState state(String arn) {
    return Others.registered(arn).getEnvironment().getDetail().getState();
  }

  private void disableEnvironment(String name) {
    caller
        .api()
        .updateComputeEnvironment(
            UpdateComputeEnvironmentRequest.newBuilder()
                .setComputeEnvironment(name)
                .setState(CEState.CE_STATE_DISABLED)
                .build());
  }

  private List<JobQueueDetail> queues(String name) {
    return caller
        .api()
        .describeJobQueues(DescribeJobQueuesRequest.newBuilder().addJobQueues(name).build())
        .getJobQueuesList();
  }

  private static List<RegistryEntry> told(String arn) {
    return Others.commands().stream()
        .filter(Command::hasRegistry)
        .map(Command::getRegistry)
        .filter(entry -> entry.getArn().equals(arn))
        .toList();
  }
}
