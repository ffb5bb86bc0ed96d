package io.longshore.queue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRUpdateAllocationStrategy;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.ComputeResourceUpdate;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.batch.v1.EksPodPropertiesDetail;
import io.longshore.api.batch.v1.JobQueueDetail;
import org.junit.jupiter.api.Test;

class SameNamesTest {

  @Test
  void membersOfTheSameNameAreCopied() {
    var request =
        CreateComputeEnvironmentRequest.newBuilder()
            .setComputeEnvironmentName("a")
            .setType(CEType.CE_TYPE_MANAGED)
            .putTags("team", "blue")
            .putTags("empty", "");
    request.getComputeResourcesBuilder().setMaxVcpus(8).addInstanceTypes("m5");
    var detail = SameNames.copy(request.build(), ComputeEnvironmentDetail.newBuilder()).build();
    assertThat(detail.getComputeEnvironmentName()).isEqualTo("a");
    assertThat(detail.getType()).isEqualTo(CEType.CE_TYPE_MANAGED);
    assertThat(detail.getTagsMap()).isEqualTo(request.getTagsMap());
    assertThat(detail.getComputeResources()).isEqualTo(request.getComputeResources());
    assertThat(detail.hasStatus()).isFalse();
  }

  @Test
  void twinsInsideAreCopiedMemberByMember() {
    var pod = EksPodProperties.newBuilder();
    pod.addContainersBuilder()
        .setName("main")
        .addCommand("true")
        .getResourcesBuilder()
        .putLimits("cpu", "1");
    pod.addContainersBuilder().setName("side");
    var detail = SameNames.copy(pod.build(), EksPodPropertiesDetail.newBuilder()).build();
    assertThat(detail.getContainersList())
        .extracting(c -> c.getName())
        .containsExactly("main", "side");
    assertThat(detail.getContainers(0).getCommandList()).containsExactly("true");
    assertThat(detail.getContainers(0).getResources())
        .isEqualTo(pod.getContainers(0).getResources());
  }

  @Test
  void listIsReplacedAndWhatIsUnsetStays() {
    var present =
        ComputeResource.newBuilder()
            .setMinVcpus(1)
            .setMaxVcpus(8)
            .addInstanceTypes("m5")
            .addInstanceTypes("c5")
            .addSubnets("s");
    var update = ComputeResourceUpdate.newBuilder().setMaxVcpus(16).addInstanceTypes("r5").build();
    var merged = SameNames.copy(update, present).build();
    assertThat(merged.getInstanceTypesList()).containsExactly("r5");
    assertThat(merged.getSubnetsList()).containsExactly("s");
    assertThat(merged.getMinVcpus()).isEqualTo(1);
    assertThat(merged.getMaxVcpus()).isEqualTo(16);
  }

  @Test
  void enumsAreTheSameByTheirWord() {
    var update =
        ComputeResourceUpdate.newBuilder()
            .setAllocationStrategy(
                CRUpdateAllocationStrategy.CR_UPDATE_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE);
    var merged = SameNames.copy(update.build(), ComputeResource.newBuilder()).build();
    assertThat(merged.getAllocationStrategy())
        .isEqualTo(CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE);
  }

  @Test
  void whatTheTargetLacksIsLeftOut() {
    var request = CreateJobQueueRequest.newBuilder().setJobQueueName("q").setPriority(3).build();
    var detail = SameNames.copy(request, ComputeEnvironmentDetail.newBuilder()).build();
    assertThat(detail).isEqualTo(ComputeEnvironmentDetail.getDefaultInstance());
    assertThat(SameNames.copy(request, JobQueueDetail.newBuilder()).getPriority()).isEqualTo(3);
  }
}
