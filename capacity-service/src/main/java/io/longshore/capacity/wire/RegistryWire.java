package io.longshore.capacity.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.Ec2Configuration;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Environment.Compute;
import io.longshore.capacity.core.Environment.Image;
import io.longshore.capacity.core.Environment.Life;
import io.longshore.capacity.core.Environment.Placement;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.Strategy;
import io.longshore.kit.core.Undecodable;
import java.util.Optional;

/** Records of longshore.registry. */
public final class RegistryWire {

  private static final int WHOLE_PRICE = 100;

  private RegistryWire() {}

  /** Reads a record; empty if it is not about a compute environment of {@code cell}. */
  public static Optional<Environment> read(ByteString body, int cell) {
    try {
      var entry = RegistryEntry.parseFrom(body);
      boolean other = entry.hasQueue() || entry.getArn().isEmpty();
      boolean elsewhere = entry.hasEnvironment() && entry.getEnvironment().getCell() != cell;
      return other || elsewhere ? Optional.empty() : Optional.of(environment(entry));
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("RegistryEntry", e);
    }
  }

  private static Environment environment(RegistryEntry entry) {
    var detail = entry.getEnvironment().getDetail();
    boolean managed = detail.getType() == CEType.CE_TYPE_MANAGED;
    return new Environment(
        entry.getArn(),
        detail.getComputeEnvironmentName(),
        detail.getUuid(),
        entry.getVersion(),
        life(entry, detail),
        managed,
        cluster(detail.getEksConfiguration().getEksClusterArn()),
        managed ? compute(detail.getComputeResources()) : Compute.NONE);
  }

  private static Life life(RegistryEntry entry, ComputeEnvironmentDetail detail) {
    // Marked as deleted from DELETING on, but forgotten only when the registry has heard it is
    // gone.
    if (detail.getStatus() == CEStatus.CE_STATUS_DELETING) {
      return Life.DELETING;
    }
    if (entry.getDeleted() || detail.getStatus() == CEStatus.CE_STATUS_DELETED) {
      return Life.DELETED;
    }
    return detail.getState() == CEState.CE_STATE_DISABLED ? Life.DISABLED : Life.ACTIVE;
  }

  /** A cluster's name: as it is, or the end of its ARN. */
  private static String cluster(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private static Compute compute(ComputeResource resources) {
    var market = resources.getType() == CRType.CR_TYPE_SPOT ? Market.SPOT : Market.ON_DEMAND;
    return new Compute(
        market,
        strategy(resources.getAllocationStrategy(), market),
        resources.getMaxVcpus(),
        resources.getInstanceTypesList(),
        image(resources),
        new Placement(
            resources.getSubnetsList(),
            resources.getSecurityGroupIdsList(),
            resources.getEc2KeyPair(),
            resources.getInstanceRole(),
            resources.getPlacementGroup()),
        resources.getTagsMap(),
        notHonoured(resources));
  }

  private static String notHonoured(ComputeResource resources) {
    if (resources.hasLaunchTemplate()) {
      return "computeResources.launchTemplate";
    }
    // EC2's own API has no On-Demand price that a percentage could be taken of.
    boolean bid =
        resources.hasBidPercentage()
            && resources.getBidPercentage() > 0
            && resources.getBidPercentage() < WHOLE_PRICE;
    return bid ? "computeResources.bidPercentage below 100" : "";
  }

  private static Image image(ComputeResource resources) {
    var kind =
        resources.getEc2ConfigurationCount() == 0
            ? Ec2Configuration.getDefaultInstance()
            : resources.getEc2Configuration(0);
    var id =
        kind.getImageIdOverride().isEmpty() ? resources.getImageId() : kind.getImageIdOverride();
    return new Image(id, kind.getImageType(), kind.getImageKubernetesVersion());
  }

  private static Strategy strategy(CRAllocationStrategy strategy, Market market) {
    return switch (strategy) {
      case CR_ALLOCATION_STRATEGY_BEST_FIT, CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE ->
          Strategy.BEST_FIT_PROGRESSIVE;
      case CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE_ORDERED ->
          Strategy.BEST_FIT_PROGRESSIVE_ORDERED;
      case CR_ALLOCATION_STRATEGY_SPOT_CAPACITY_OPTIMIZED -> Strategy.SPOT_CAPACITY_OPTIMIZED;
      case CR_ALLOCATION_STRATEGY_SPOT_PRICE_CAPACITY_OPTIMIZED ->
          Strategy.SPOT_PRICE_CAPACITY_OPTIMIZED;
      case CR_ALLOCATION_STRATEGY_SPOT_CAPACITY_OPTIMIZED_PRIORITIZED ->
          Strategy.SPOT_CAPACITY_OPTIMIZED_PRIORITIZED;
      case CR_ALLOCATION_STRATEGY_UNSPECIFIED, UNRECOGNIZED ->
          market == Market.SPOT
              ? Strategy.SPOT_PRICE_CAPACITY_OPTIMIZED
              : Strategy.BEST_FIT_PROGRESSIVE;
    };
  }
}
