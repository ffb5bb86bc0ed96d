package io.longshore.queue.wire;

import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.ComputeResourceUpdate;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.OrchestrationType;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.internal.v1.ClusterAnnouncement;
import io.longshore.api.internal.v1.EnvironmentCondition;
import io.longshore.queue.core.registry.ComputeResources;
import io.longshore.queue.core.registry.Conditions;
import io.longshore.queue.core.registry.Environment;
import io.longshore.queue.core.registry.EnvironmentRequest;
import io.longshore.queue.core.registry.EnvironmentStatus;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compute environments. */
public final class EnvironmentWire {

  private EnvironmentWire() {}

  /** A request as rules look at it. */
  public static EnvironmentRequest read(CreateComputeEnvironmentRequest request) {
    var eks = request.getEksConfiguration();
    return new EnvironmentRequest(
        request.hasComputeEnvironmentName() ? request.getComputeEnvironmentName() : null,
        switch (request.getType()) {
          case CE_TYPE_MANAGED -> true;
          case CE_TYPE_UNMANAGED -> false;
          case CE_TYPE_UNSPECIFIED, UNRECOGNIZED -> null;
        },
        enabled(request.getState()),
        request.hasUnmanagedVcpus() ? request.getUnmanagedVcpus() : null,
        request.hasComputeResources() ? resources(request.getComputeResources()) : null,
        request.hasEksConfiguration()
            ? new EnvironmentRequest.Eks(
                eks.hasEksClusterArn() ? eks.getEksClusterArn() : null,
                eks.hasKubernetesNamespace() ? eks.getKubernetesNamespace() : null)
            : null,
        request.getTagsMap());
  }

  /** A change as rules look at it; {@code merged} is {@link #merge} of it. */
  public static EnvironmentRequest.Update read(
      UpdateComputeEnvironmentRequest request, @Nullable ComputeResource merged) {
    return new EnvironmentRequest.Update(
        enabled(request.getState()),
        request.hasUnmanagedVcpus() ? request.getUnmanagedVcpus() : null,
        request.hasComputeResources() && merged != null ? resources(merged) : null);
  }

  /** computeResources with a change merged in; null where the environment has none. */
  public static @Nullable ComputeResource merge(
      ComputeEnvironmentDetail present, UpdateComputeEnvironmentRequest request) {
    if (!present.hasComputeResources()) {
      return null;
    }
    ComputeResourceUpdate update = request.getComputeResources();
    return SameNames.copy(update, present.getComputeResources().toBuilder()).build();
  }

  private static @Nullable Boolean enabled(CEState state) {
    return switch (state) {
      case CE_STATE_ENABLED -> true;
      case CE_STATE_DISABLED -> false;
      case CE_STATE_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  /** computeResources as rules look at them. */
  public static ComputeResources resources(ComputeResource resource) {
    return new ComputeResources(
        switch (resource.getType()) {
          case CR_TYPE_EC2 -> ComputeResources.Type.EC2;
          case CR_TYPE_SPOT -> ComputeResources.Type.SPOT;
          case CR_TYPE_UNSPECIFIED -> null;
          case CR_TYPE_FARGATE, CR_TYPE_FARGATE_SPOT, CR_TYPE_ECS_MANAGED_INSTANCES, UNRECOGNIZED ->
              ComputeResources.Type.OTHER;
        },
        resource.hasAllocationStrategy()
            ? strategy(Literals.of(resource.getAllocationStrategy()))
            : null,
        resource.hasMinVcpus() ? resource.getMinVcpus() : null,
        resource.hasMaxVcpus() ? resource.getMaxVcpus() : null,
        resource.hasDesiredVcpus() ? resource.getDesiredVcpus() : null,
        resource.getInstanceTypesList(),
        resource.getSubnetsList(),
        resource.getEc2ConfigurationCount());
  }

  private static ComputeResources.@Nullable Strategy strategy(String literal) {
    return Arrays.stream(ComputeResources.Strategy.values())
        .filter(s -> s.name().equals(literal))
        .findFirst()
        .orElse(null);
  }

  /** A new environment in AWS Batch's form. */
  public static ComputeEnvironmentDetail write(
      CreateComputeEnvironmentRequest request, Environment environment) {
    var detail = SameNames.copy(request, ComputeEnvironmentDetail.newBuilder());
    detail.setContainerOrchestrationType(OrchestrationType.ORCHESTRATION_TYPE_EKS);
    if (detail.hasComputeResources() && !detail.getComputeResources().hasDesiredVcpus()) {
      detail
          .getComputeResourcesBuilder()
          .setDesiredVcpus(detail.getComputeResources().getMinVcpus());
    }
    return write(detail.build(), environment);
  }

  /** A changed environment in AWS Batch's form. */
  public static ComputeEnvironmentDetail write(
      ComputeEnvironmentDetail present,
      UpdateComputeEnvironmentRequest request,
      @Nullable ComputeResource merged,
      Environment environment) {
    var detail = present.toBuilder();
    if (merged != null) {
      detail.setComputeResources(merged);
    }
    if (request.hasUnmanagedVcpus()) {
      detail.setUnmanagedVcpus(request.getUnmanagedVcpus());
    }
    if (request.hasServiceRole()) {
      detail.setServiceRole(request.getServiceRole());
    }
    if (request.hasContext()) {
      detail.setContext(request.getContext());
    }
    return write(detail.build(), environment);
  }

  /** The detail with what rules decide of it. */
  public static ComputeEnvironmentDetail write(
      ComputeEnvironmentDetail present, Environment environment) {
    return present.toBuilder()
        .setComputeEnvironmentName(environment.name())
        .setComputeEnvironmentArn(environment.arn())
        .setUuid(environment.uuid())
        .setState(environment.enabled() ? CEState.CE_STATE_ENABLED : CEState.CE_STATE_DISABLED)
        .setStatus(status(environment.status()))
        .setStatusReason(environment.statusReason())
        .build();
  }

  private static CEStatus status(EnvironmentStatus status) {
    return switch (status) {
      case CREATING -> CEStatus.CE_STATUS_CREATING;
      case UPDATING -> CEStatus.CE_STATUS_UPDATING;
      case DELETING -> CEStatus.CE_STATUS_DELETING;
      case DELETED -> CEStatus.CE_STATUS_DELETED;
      case VALID -> CEStatus.CE_STATUS_VALID;
      case INVALID -> CEStatus.CE_STATUS_INVALID;
    };
  }

  /** A stored environment as rules look at it. */
  public static Environment read(
      ComputeEnvironmentDetail detail, long version, long settingsVersion) {
    return new Environment(
        detail.getComputeEnvironmentArn(),
        detail.getComputeEnvironmentName(),
        detail.getUuid(),
        detail.getType() == CEType.CE_TYPE_MANAGED,
        detail.getState() == CEState.CE_STATE_ENABLED,
        EnvironmentStatus.valueOf(Literals.of(detail.getStatus())),
        detail.getStatusReason(),
        detail.getEksConfiguration().getEksClusterArn(),
        detail.getEksConfiguration().getKubernetesNamespace(),
        ComputeResources.architecture(detail.getComputeResources().getInstanceTypesList()),
        version,
        settingsVersion);
  }

  /**
   * The detail as it is shown: what exists and is asked for is capacity-service's word, which
   * changes too often to be a change of the environment.
   */
  public static ComputeEnvironmentDetail shown(
      ComputeEnvironmentDetail detail, Optional<EnvironmentCondition> said) {
    if (said.isEmpty() || !detail.hasComputeResources()) {
      return detail;
    }
    var shown = detail.toBuilder();
    shown.getComputeResourcesBuilder().setDesiredVcpus(said.get().getDesiredVcpus());
    return shown.build();
  }

  /** capacity-service's statement. */
  public static Conditions.Capacity read(EnvironmentCondition condition) {
    return new Conditions.Capacity(
        condition.getRegistryVersion(),
        condition.getValid(),
        condition.getReason(),
        condition.getGone());
  }

  /** placement-service's statement. */
  public static Conditions.Cluster read(ClusterAnnouncement announcement) {
    return new Conditions.Cluster(
        announcement.getReachable(), announcement.getReason(), announcement.getNamespacesList());
  }
}
