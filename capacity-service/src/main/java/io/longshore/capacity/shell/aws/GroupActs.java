package io.longshore.capacity.shell.aws;

import io.longshore.capacity.core.launch.LaunchSettings.Names;
import io.longshore.capacity.core.reconcile.GroupSpec;
import io.smallrye.mutiny.Uni;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.AutoScalingAsyncClient;
import software.amazon.awssdk.services.autoscaling.model.InstancesDistribution;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.autoscaling.model.MixedInstancesPolicy;
import software.amazon.awssdk.services.autoscaling.model.Tag;

/** Makes Auto Scaling groups. */
final class GroupActs {

  private static final int ALL = 100;

  private final AutoScalingAsyncClient autoScaling;
  private final Names names;

  GroupActs(AutoScalingAsyncClient autoScaling, Names names) {
    this.autoScaling = autoScaling;
    this.names = names;
  }

  /** The group exists and is so; its size is left as it is. */
  Uni<Void> ensure(GroupSpec spec) {
    return create(spec)
        .onFailure(failure -> Calls.code(failure).equals("AlreadyExists"))
        .recoverWithUni(() -> change(spec))
        .chain(
            () ->
                Calls.call(
                    () ->
                        autoScaling.suspendProcesses(
                            r ->
                                r.autoScalingGroupName(spec.name())
                                    .scalingProcesses(AwsActs.ZONE_REBALANCING))))
        .replaceWithVoid();
  }

  private Uni<Void> create(GroupSpec spec) {
    return Calls.call(
            () ->
                autoScaling.createAutoScalingGroup(
                    r ->
                        r.autoScalingGroupName(spec.name())
                            .minSize(0)
                            .maxSize(0)
                            .desiredCapacity(0)
                            .mixedInstancesPolicy(policy(spec))
                            .vpcZoneIdentifier(String.join(",", spec.subnets()))
                            .newInstancesProtectedFromScaleIn(true)
                            .capacityRebalance(false)
                            .tags(tags(spec))))
        .replaceWithVoid();
  }

  private Uni<Void> change(GroupSpec spec) {
    return Calls.call(
            () ->
                autoScaling.updateAutoScalingGroup(
                    r ->
                        r.autoScalingGroupName(spec.name())
                            .mixedInstancesPolicy(policy(spec))
                            .vpcZoneIdentifier(String.join(",", spec.subnets()))
                            .newInstancesProtectedFromScaleIn(true)
                            .capacityRebalance(false)))
        .chain(() -> Calls.call(() -> autoScaling.createOrUpdateTags(r -> r.tags(tags(spec)))))
        .replaceWithVoid();
  }

  private static MixedInstancesPolicy policy(GroupSpec spec) {
    var overrides =
        spec.types().stream()
            .map(
                type ->
                    LaunchTemplateOverrides.builder()
                        .instanceType(type)
                        .weightedCapacity("" + spec.weight())
                        .build())
            .toList();
    return MixedInstancesPolicy.builder()
        .launchTemplate(
            t ->
                t.launchTemplateSpecification(
                        s -> s.launchTemplateName(spec.template()).version("$Latest"))
                    .overrides(overrides))
        .instancesDistribution(distribution(spec))
        .build();
  }

  private static InstancesDistribution distribution(GroupSpec spec) {
    var distribution = InstancesDistribution.builder().onDemandBaseCapacity(0);
    return switch (spec.market()) {
      case ON_DEMAND ->
          distribution
              .onDemandPercentageAboveBaseCapacity(ALL)
              .onDemandAllocationStrategy(spec.allocation())
              .build();
      case SPOT ->
          distribution
              .onDemandPercentageAboveBaseCapacity(0)
              .spotAllocationStrategy(spec.allocation())
              .build();
    };
  }

  private List<Tag> tags(GroupSpec spec) {
    return List.of(
        tag(spec, names.environment(), spec.environmentUuid()),
        tag(spec, names.content(), spec.content()));
  }

  /** For the group alone: instances have the launch template's tags. */
  private static Tag tag(GroupSpec spec, String key, String value) {
    return Tag.builder()
        .resourceType("auto-scaling-group")
        .resourceId(spec.name())
        .key(key)
        .value(value)
        .propagateAtLaunch(false)
        .build();
  }
}
