package io.longshore.standalone.world.aws;

import java.util.List;
import java.util.Optional;

/** What Auto Scaling checks before it takes a group or a change. */
final class GroupChecks {

  private static final String NO_TEMPLATE = "You must use a valid fully-formed launch template. ";

  private final Groups groups;
  private final Templates templates;
  private final Catalogue catalogue;
  private final Geography geography;

  GroupChecks(Groups groups, Templates templates, Catalogue catalogue, Geography geography) {
    this.groups = groups;
    this.templates = templates;
    this.catalogue = catalogue;
    this.geography = geography;
  }

  Group group(String name) {
    Group group =
        groups
            .find(name)
            .orElseThrow(
                () ->
                    AwsException.validation(
                        "AutoScalingGroup name not found - AutoScalingGroup '%s' not found"
                            .formatted(name)));
    if (group.deleting()) {
      throw AwsException.client(
          "ScalingActivityInProgress", "AutoScalingGroup '%s' is pending delete".formatted(name));
    }
    return group;
  }

  void size(int min, int max, int desired) {
    if (min < 0 || max < 0 || min > max) {
      throw AwsException.validation(
          "Max bound, %d, must be greater than or equal to min bound, %d".formatted(max, min));
    }
    if (desired < min || desired > max) {
      throw AwsException.validation(
          "Desired capacity:%d must be between the specified min size:%d and max size:%d"
              .formatted(desired, min, max));
    }
  }

  List<String> subnets(String vpcZoneIdentifier, List<String> zones) {
    if (vpcZoneIdentifier.isEmpty()) {
      if (zones.isEmpty()) {
        throw AwsException.validation("At least one Availability Zone or VPC Subnet is required.");
      }
      return zones.stream()
          .map(
              zone ->
                  geography
                      .zone(zone)
                      .orElseThrow(
                          () ->
                              AwsException.validation(
                                  "Invalid availability zones: [%s]".formatted(zone))))
          .map(Geography.Zone::subnet)
          .toList();
    }
    List<String> subnets = List.of(vpcZoneIdentifier.split("\\s*,\\s*"));
    for (String subnet : subnets) {
      if (geography.zoneOfSubnet(subnet).isEmpty()) {
        throw AwsException.validation("The subnet ID '%s' does not exist".formatted(subnet));
      }
    }
    return subnets;
  }

  /** Checks LaunchTemplate or MixedInstancesPolicy. */
  void launch(Params launch) {
    boolean plain = !launch.under("LaunchTemplate").isEmpty();
    boolean mixed = !launch.under("MixedInstancesPolicy").isEmpty();
    if (plain == mixed) {
      throw AwsException.validation(
          "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId"
              + " or MixedInstancesPolicy parameter.");
    }
    var probe = new Group("", 0, launch);
    LaunchTemplate.Version version = version(probe.template());
    if (version.data().find("ImageId").isEmpty()) {
      throw AwsException.validation(NO_TEMPLATE + "The request must contain the parameter ImageId");
    }
    List<Params> overrides = launch.list("MixedInstancesPolicy.LaunchTemplate.Overrides.member");
    if (overrides.isEmpty() && version.data().find("InstanceType").isEmpty()) {
      throw AwsException.validation(
          NO_TEMPLATE + "The request must contain the parameter InstanceType");
    }
    overrides(overrides);
    probe.overrides().forEach(c -> version(c.template()));
  }

  private void overrides(List<Params> overrides) {
    long weighted = overrides.stream().filter(o -> o.find("WeightedCapacity").isPresent()).count();
    if (weighted != 0 && weighted != overrides.size()) {
      throw AwsException.validation(
          "Weights must be specified for either all or none of the instance types.");
    }
    for (Params override : overrides) {
      String type = override.get("InstanceType", "");
      if (catalogue.find(type).isEmpty()) {
        throw AwsException.validation(
            "The instance type %s does not exist or is not supported".formatted(type));
      }
      int weight = override.number("WeightedCapacity").orElse(1);
      if (weight < 1 || weight > 999) {
        throw AwsException.validation("WeightedCapacity must be between 1 and 999");
      }
    }
    long types = overrides.stream().map(o -> o.get("InstanceType", "")).distinct().count();
    if (types != overrides.size()) {
      throw AwsException.validation("The instance types of the overrides must be unique");
    }
  }

  private LaunchTemplate.Version version(Params specification) {
    Optional<LaunchTemplate> template = templates.named(specification);
    if (template.isEmpty()) {
      throw AwsException.validation(
          NO_TEMPLATE
              + "The specified launch template, with template name %s, does not exist."
                  .formatted(
                      specification.get(
                          "LaunchTemplateName", specification.get("LaunchTemplateId", ""))));
    }
    String version = specification.get("Version", "$Default");
    return template
        .get()
        .version(version)
        .orElseThrow(
            () ->
                AwsException.validation(
                    NO_TEMPLATE + "The version %s does not exist.".formatted(version)));
  }
}
