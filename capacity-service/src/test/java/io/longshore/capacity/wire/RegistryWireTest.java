package io.longshore.capacity.wire;

import static io.longshore.capacity.core.Some.ARN;
import static io.longshore.capacity.core.Some.UUID;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.Ec2Configuration;
import io.longshore.api.batch.v1.EksConfiguration;
import io.longshore.api.batch.v1.LaunchTemplateSpecification;
import io.longshore.api.internal.v1.EnvironmentSettings;
import io.longshore.api.internal.v1.QueueSettings;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Environment.Life;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.Strategy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistryWireTest {

  private final ComputeResource.Builder resources =
      ComputeResource.newBuilder()
          .setType(CRType.CR_TYPE_SPOT)
          .setAllocationStrategy(
              CRAllocationStrategy.CR_ALLOCATION_STRATEGY_SPOT_CAPACITY_OPTIMIZED)
          .setMinVcpus(0)
          .setMaxVcpus(64)
          .addInstanceTypes("m6i")
          .addSubnets("subnet-1")
          .addSecurityGroupIds("sg-1")
          .setInstanceRole("node")
          .putTags("team", "genomics")
          .setImageId("ami-old")
          .addEc2Configuration(
              Ec2Configuration.newBuilder()
                  .setImageType("EKS_AL2023")
                  .setImageIdOverride("ami-new")
                  .setImageKubernetesVersion("1.34"));

  @Test
  void environmentIsReadWhole() {
    assertThat(read(entry(CEStatus.CE_STATUS_CREATING).build()))
        .isEqualTo(
            new Environment(
                ARN,
                "burst",
                UUID,
                3,
                Life.ACTIVE,
                true,
                "demo",
                new Environment.Compute(
                    Market.SPOT,
                    Strategy.SPOT_CAPACITY_OPTIMIZED,
                    64,
                    List.of("m6i"),
                    new Environment.Image("ami-new", "EKS_AL2023", "1.34"),
                    new Environment.Placement(List.of("subnet-1"), List.of("sg-1"), "", "node", ""),
                    Map.of("team", "genomics"),
                    "")));
  }

  @Test
  void memberThatIsNotHonouredIsNamed() {
    resources.setLaunchTemplate(LaunchTemplateSpecification.getDefaultInstance());
    assertThat(read(entry(CEStatus.CE_STATUS_CREATING).build()).compute().notHonoured())
        .isEqualTo("computeResources.launchTemplate");
    resources.clearLaunchTemplate().setBidPercentage(40);
    assertThat(read(entry(CEStatus.CE_STATUS_CREATING).build()).compute().notHonoured())
        .isEqualTo("computeResources.bidPercentage below 100");
    resources.setBidPercentage(100);
    assertThat(read(entry(CEStatus.CE_STATUS_CREATING).build()).compute().notHonoured()).isEmpty();
  }

  @Test
  void lifeFollowsStateAndStatus() {
    assertThat(read(entry(CEStatus.CE_STATUS_INVALID).build()).life()).isEqualTo(Life.ACTIVE);
    var disabled = entry(CEStatus.CE_STATUS_UPDATING);
    disabled.getEnvironmentBuilder().getDetailBuilder().setState(CEState.CE_STATE_DISABLED);
    assertThat(read(disabled.build()).life()).isEqualTo(Life.DISABLED);
    // queue-service marks it as deleted from here on; it is forgotten only when it is gone.
    assertThat(read(entry(CEStatus.CE_STATUS_DELETING).setDeleted(true).build()).life())
        .isEqualTo(Life.DELETING);
    assertThat(read(entry(CEStatus.CE_STATUS_DELETED).setDeleted(true).build()).life())
        .isEqualTo(Life.DELETED);
    assertThat(read(RegistryEntry.newBuilder().setArn(ARN).setDeleted(true).build()).life())
        .isEqualTo(Life.DELETED);
  }

  @Test
  void othersAreNotOurs() {
    var queue = RegistryEntry.newBuilder().setArn(ARN).setQueue(QueueSettings.getDefaultInstance());
    assertThat(RegistryWire.read(queue.build().toByteString(), 0)).isEmpty();
    assertThat(RegistryWire.read(entry(CEStatus.CE_STATUS_CREATING).build().toByteString(), 1))
        .isEmpty();
    assertThat(RegistryWire.read(ByteString.EMPTY, 0)).isEmpty();
  }

  private RegistryEntry.Builder entry(CEStatus status) {
    return RegistryEntry.newBuilder()
        .setArn(ARN)
        .setVersion(3)
        .setEnvironment(
            EnvironmentSettings.newBuilder()
                .setDetail(
                    ComputeEnvironmentDetail.newBuilder()
                        .setComputeEnvironmentName("burst")
                        .setComputeEnvironmentArn(ARN)
                        .setUuid(UUID)
                        .setType(CEType.CE_TYPE_MANAGED)
                        .setStatus(status)
                        .setEksConfiguration(
                            EksConfiguration.newBuilder()
                                .setEksClusterArn(
                                    "arn:aws:eks:us-east-1:000000000000:cluster/demo"))
                        .setComputeResources(resources)));
  }

  private static Environment read(RegistryEntry entry) {
    return RegistryWire.read(entry.toByteString(), 0).orElseThrow();
  }
}
