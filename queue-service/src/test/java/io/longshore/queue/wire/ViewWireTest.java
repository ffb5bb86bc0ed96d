package io.longshore.queue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.ResourceType;
import io.longshore.api.internal.v1.ArrayProgress;
import io.longshore.api.internal.v1.ContainerStatus;
import io.longshore.api.internal.v1.EndedAttempt;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.api.internal.v1.PodPlace;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.JobStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewWireTest {

  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");
  private static final String UUID = "00000000-0000-0000-0000-000000000001";
  private static final PodPlace PLACE =
      PodPlace.newBuilder()
          .setCluster("main")
          .setNamespace("batch")
          .setPodName("lsh-1")
          .setNodeName("node-1")
          .setInstanceId("i-1")
          .build();

  private static JobDetail pod() {
    var detail = JobDetail.newBuilder().setJobName("a").setJobQueue("q").setCreatedAt(5);
    var pod = detail.getEksPropertiesBuilder().getPodPropertiesBuilder();
    pod.addContainersBuilder().setName("main");
    pod.addInitContainersBuilder().setName("first");
    return detail.build();
  }

  private static JobDetail container() {
    var detail = JobDetail.newBuilder().setJobName("a");
    detail.getContainerBuilder().setImage("busybox");
    return detail.build();
  }

  private static ViewWire.Stored job(JobDetail detail, @Nullable JobChange change) {
    return new ViewWire.Stored(JobId.of(UUID), detail, change, List.of(), 0);
  }

  private static JobChange.Builder change(JobState state) {
    return JobChange.newBuilder().setJobId(UUID).setState(state).setAt(9);
  }

  private static ContainerStatus.Builder exited(String name, int code) {
    return ContainerStatus.newBuilder().setName(name).setExitCode(code).setReason("Error");
  }

  @Test
  void noTimeLiesBeforeTheCreation() {
    var change =
        change(JobState.JOB_STATE_SUCCEEDED).setDispatchedAt(4).setStartedAt(3).setStoppedAt(3);
    var summary = ViewWire.summary(job(pod(), change.build()), ARNS);
    assertThat(summary.getScheduledAt()).isEqualTo(5);
    assertThat(summary.getStartedAt()).isEqualTo(5);
    assertThat(summary.getStoppedAt()).isEqualTo(5);
    var detail = ViewWire.detail(job(pod(), change.build()), ARNS);
    assertThat(detail.getStartedAt()).isEqualTo(5);
    assertThat(detail.getStoppedAt()).isEqualTo(5);
  }

  @Test
  void jobIsSubmittedBeforeItsFirstChange() {
    var detail = ViewWire.detail(job(pod(), null), ARNS);
    assertThat(detail.getStatus())
        .isEqualTo(io.longshore.api.batch.v1.JobStatus.JOB_STATUS_SUBMITTED);
    assertThat(detail.getJobArn()).endsWith(":job/" + UUID);
    assertThat(detail.hasStatusReason()).isFalse();
    assertThat(detail.hasStoppedAt()).isFalse();
    assertThat(detail.hasArrayProperties()).isFalse();
  }

  @Test
  void runningJobShowsItsPlaceAndContainers() {
    var change =
        change(JobState.JOB_STATE_RUNNING)
            .setPlace(PLACE)
            .setStartedAt(7)
            .addContainers(exited("first", 0).setInit(true))
            .addContainers(ContainerStatus.newBuilder().setName("main"));
    var detail = ViewWire.detail(job(pod(), change.build()), ARNS);
    var shown = detail.getEksProperties().getPodProperties();
    assertThat(detail.getStartedAt()).isEqualTo(7);
    assertThat(shown.getPodName()).isEqualTo("lsh-1");
    assertThat(shown.getNodeName()).isEqualTo("node-1");
    assertThat(shown.getInitContainers(0).getExitCode()).isZero();
    assertThat(shown.getContainers(0).hasExitCode()).isFalse();
  }

  @Test
  void endedAttemptsAreShownInTheFormOfTheJob() {
    var attempt =
        EndedAttempt.newBuilder()
            .setAttempt(1)
            .setPlace(PLACE)
            .addContainers(exited("first", 0).setInit(true))
            .addContainers(exited("main", 3).setContainerId("containerd://1"))
            .setStartedAt(6)
            .setStoppedAt(8)
            .setStatusReason("Essential container in task exited")
            .build();
    var change = change(JobState.JOB_STATE_RUNNABLE).build();
    var eks =
        ViewWire.detail(
            new ViewWire.Stored(JobId.of(UUID), pod(), change, List.of(attempt), 0), ARNS);
    assertThat(eks.getAttemptsList()).isEmpty();
    var shown = eks.getEksAttempts(0);
    assertThat(shown.getEksClusterArn()).isEqualTo("main");
    assertThat(shown.getPodNamespace()).isEqualTo("batch");
    assertThat(shown.getInitContainersList()).hasSize(1);
    assertThat(shown.getContainers(0).getExitCode()).isEqualTo(3);
    assertThat(shown.getContainers(0).getContainerId()).isEqualTo("containerd://1");
    assertThat(shown.getStartedAt()).isEqualTo(6);

    var plain =
        ViewWire.detail(
            new ViewWire.Stored(JobId.of(UUID), container(), change, List.of(attempt), 0), ARNS);
    assertThat(plain.getEksAttemptsList()).isEmpty();
    assertThat(plain.getAttempts(0).getContainer().getExitCode()).isEqualTo(3);
    assertThat(plain.getAttempts(0).getContainer().getLogStreamName()).isEqualTo("lsh-1/default");
    assertThat(plain.getAttempts(0).getStoppedAt()).isEqualTo(8);
  }

  @Test
  void arraySaysWhereItsChildrenStand() {
    var fresh = new ViewWire.Stored(JobId.of(UUID), pod(), null, List.of(), 3);
    var array = ViewWire.detail(fresh, ARNS).getArrayProperties();
    assertThat(array.getSize()).isEqualTo(3);
    assertThat(array.getStatusSummaryMap())
        .hasSize(JobStatus.values().length)
        .containsEntry("SUBMITTED", 3)
        .containsEntry("FAILED", 0);

    var progress = ArrayProgress.newBuilder().addAllCounts(List.of(0, 0, 1, 0, 0, 1, 1));
    var change = change(JobState.JOB_STATE_PENDING).setArray(progress).build();
    var going = new ViewWire.Stored(JobId.of(UUID), pod(), change, List.of(), 3);
    array = ViewWire.detail(going, ARNS).getArrayProperties();
    assertThat(array.getStatusSummaryMap())
        .containsEntry("RUNNABLE", 1)
        .containsEntry("SUCCEEDED", 1)
        .containsEntry("FAILED", 1)
        .containsEntry("SUBMITTED", 0);
    assertThat(array.getStatusSummaryLastUpdatedAt()).isEqualTo(9);
    var listed = ViewWire.summary(going, ARNS).getArrayProperties();
    assertThat(listed.getStatusSummaryMap()).isEqualTo(array.getStatusSummaryMap());
    assertThat(listed.getStatusSummaryLastUpdatedAt()).isEqualTo(9);
    var listedFresh = ViewWire.summary(fresh, ARNS).getArrayProperties();
    assertThat(listedFresh.getStatusSummaryLastUpdatedAt()).isEqualTo(5);
  }

  @Test
  void childHasItsIndexAndItsOwnId() {
    var change = change(JobState.JOB_STATE_RUNNING).setArrayIndex(2).build();
    var tagged = pod().toBuilder().putTags("team", "blue").build();
    var child = new ViewWire.Stored(JobId.child(UUID, 2), tagged, change, List.of(), 3);
    var detail = ViewWire.detail(child, ARNS);
    assertThat(detail.getTagsMap()).isEmpty();
    var parent = new ViewWire.Stored(JobId.of(UUID), tagged, null, List.of(), 3);
    assertThat(ViewWire.detail(parent, ARNS).getTagsMap()).containsEntry("team", "blue");
    assertThat(detail.getJobId()).isEqualTo(UUID + ":2");
    assertThat(detail.getArrayProperties().getIndex()).isEqualTo(2);
    assertThat(detail.getArrayProperties().hasSize()).isFalse();
    assertThat(ViewWire.summary(child, ARNS).getArrayProperties().getIndex()).isEqualTo(2);
  }

  @Test
  void childrenWithoutARowStandWhereTheBitsSay() {
    var progress =
        ArrayProgress.newBuilder()
            .setPending(ByteString.copyFrom(new byte[] {0, 2}))
            .setRunnable(ByteString.copyFrom(new byte[] {1}));
    var change = change(JobState.JOB_STATE_PENDING).setArray(progress).build();
    var children = ViewWire.children(10, JobStatus.PENDING, change);
    assertThat(children.unstarted(9)).isEqualTo(JobStatus.PENDING);
    assertThat(children.unstarted(0)).isEqualTo(JobStatus.RUNNABLE);
    assertThat(children.unstarted(1)).isEqualTo(JobStatus.SUBMITTED);
    assertThat(ViewWire.children(10, JobStatus.SUBMITTED, null).unstarted(0))
        .isEqualTo(JobStatus.SUBMITTED);
  }

  @Test
  void summaryHasTheFirstContainersEnd() {
    var change =
        change(JobState.JOB_STATE_FAILED)
            .setStatusReason("why")
            .setDispatchedAt(6)
            .setStoppedAt(8)
            .setIsTerminated(true)
            .addContainers(exited("first", 0).setInit(true))
            .addContainers(exited("main", 3));
    var summary = ViewWire.summary(job(pod(), change.build()), ARNS);
    assertThat(summary.getContainer().getExitCode()).isEqualTo(3);
    assertThat(summary.getStatusReason()).isEqualTo("why");
    assertThat(summary.getScheduledAt()).isEqualTo(6);
    assertThat(summary.getStoppedAt()).isEqualTo(8);
    assertThat(summary.getIsTerminated()).isTrue();
    assertThat(summary.getCreatedAt()).isEqualTo(5);
  }

  @Test
  void summaryHasTheCapacityThatAJobHoldsWhileItHoldsSome() {
    var pod = pod().toBuilder();
    var containers = pod.getEksPropertiesBuilder().getPodPropertiesBuilder();
    containers.getContainersBuilder(0).getResourcesBuilder().putRequests("cpu", "0.5");
    containers.addContainersBuilder().getResourcesBuilder().putLimits("cpu", "2");
    var running = change(JobState.JOB_STATE_RUNNING).build();
    var usage = ViewWire.summary(job(pod.build(), running), ARNS).getCapacityUsage(0);
    assertThat(usage.getCapacityUnit()).isEqualTo("cpu");
    assertThat(usage.getQuantity()).isEqualTo(2.5);

    var plain = container().toBuilder();
    plain
        .getContainerBuilder()
        .addResourceRequirementsBuilder()
        .setType(ResourceType.RESOURCE_TYPE_VCPU)
        .setValue("0.25");
    usage = ViewWire.summary(job(plain.build(), running), ARNS).getCapacityUsage(0);
    assertThat(usage.getCapacityUnit()).isEqualTo("VCPU");
    assertThat(usage.getQuantity()).isEqualTo(0.25);

    var waiting = change(JobState.JOB_STATE_RUNNABLE).build();
    assertThat(ViewWire.summary(job(pod.build(), waiting), ARNS).getCapacityUsageList()).isEmpty();
  }
}
