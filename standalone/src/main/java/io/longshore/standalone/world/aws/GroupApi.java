package io.longshore.standalone.world.aws;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Auto Scaling's actions that change groups. */
final class GroupApi {

  private static final List<String> LAUNCH = List.of("LaunchTemplate", "MixedInstancesPolicy");
  private static final Set<String> PROCESSES =
      Set.of(
          "Launch",
          "Terminate",
          "AddToLoadBalancer",
          "AlarmNotification",
          "AZRebalance",
          "HealthCheck",
          "InstanceRefresh",
          "ReplaceUnhealthy",
          "ScheduledActions");

  private final Groups groups;
  private final Instances instances;
  private final GroupChecks checks;

  GroupApi(Groups groups, Instances instances, GroupChecks checks) {
    this.groups = groups;
    this.instances = instances;
    this.checks = checks;
  }

  void create(Params request, Xml out) {
    String name = request.required("AutoScalingGroupName");
    if (groups.find(name).isPresent()) {
      throw AwsException.client(
          "AlreadyExists",
          "AutoScalingGroup by this name already exists - A group with the name %s already exists"
              .formatted(name));
    }
    int min = request.number("MinSize").orElseThrow(() -> nothing("minSize"));
    int max = request.number("MaxSize").orElseThrow(() -> nothing("maxSize"));
    Params launch = launch(request);
    checks.launch(launch);
    var group = new Group(name, System.currentTimeMillis(), launch);
    checks.size(min, max, request.number("DesiredCapacity").orElse(min));
    group.size(min, max, request.number("DesiredCapacity").orElse(min));
    group.subnets(
        checks.subnets(
            request.get("VPCZoneIdentifier", ""), request.strings("AvailabilityZones.member")));
    group.newGuarded(request.flag("NewInstancesProtectedFromScaleIn", false));
    group.capacityRebalance(request.flag("CapacityRebalance", false));
    request.list("Tags.member").forEach(t -> tag(group, t));
    groups.put(group);
  }

  void update(Params request, Xml out) {
    Group group = required(request);
    Params launch = launch(request);
    if (!launch.isEmpty()) {
      checks.launch(launch);
    }
    int min = request.number("MinSize").orElse(group.min());
    int max = request.number("MaxSize").orElse(group.max());
    // A new bound pulls the desired capacity along unless that is given too.
    int desired =
        request
            .number("DesiredCapacity")
            .orElseGet(() -> Math.min(max, Math.max(min, group.desired())));
    checks.size(min, max, desired);
    request
        .find("VPCZoneIdentifier")
        .ifPresent(subnets -> group.subnets(checks.subnets(subnets, List.of())));
    if (!launch.isEmpty()) {
      group.launch(launch);
    }
    group.size(min, max, desired);
    group.newGuarded(request.flag("NewInstancesProtectedFromScaleIn", group.newGuarded()));
    group.capacityRebalance(request.flag("CapacityRebalance", group.capacityRebalance()));
    groups.put(group);
  }

  void setDesired(Params request, Xml out) {
    Group group = required(request);
    int desired = request.number("DesiredCapacity").orElseThrow(() -> nothing("desiredCapacity"));
    if (desired > group.max()) {
      throw AwsException.validation(
          "New SetDesiredCapacity value %d is above max value %d for the AutoScalingGroup."
              .formatted(desired, group.max()));
    }
    if (desired < group.min()) {
      throw AwsException.validation(
          "New SetDesiredCapacity value %d is below min value %d for the AutoScalingGroup."
              .formatted(desired, group.min()));
    }
    group.size(group.min(), group.max(), desired);
    groups.put(group);
  }

  void delete(Params request, Xml out) {
    Group group = required(request);
    if (request.flag("ForceDelete", false)) {
      group.delete();
      groups.put(group);
      for (Group.Member member : group.members()) {
        var unused = groups.end(group, member, false, "The group is deleted.");
      }
      return;
    }
    if (!group.members().isEmpty()) {
      throw AwsException.client(
          "ResourceInUse",
          "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance"
              + " request(s) still in the group.");
    }
    if (groups.activities().underWay(group.name())) {
      throw AwsException.client(
          "ScalingActivityInProgress",
          "You cannot delete an AutoScalingGroup while there are scaling activities in progress for"
              + " that group.");
    }
    group.delete();
    groups.put(group);
  }

  void terminateInstance(Params request, Xml out) {
    String id = request.required("InstanceId");
    Optional<Group> found = groups.ofInstance(id);
    if (found.isEmpty()) {
      throw AwsException.validation(
          "Instance Id not found - No managed instance found for instance ID: %s".formatted(id));
    }
    Group group = found.get();
    Group.Member member = group.member(id).orElseThrow();
    boolean decrement =
        request
            .find("ShouldDecrementDesiredCapacity")
            .map(Boolean::parseBoolean)
            .orElseThrow(() -> nothing("shouldDecrementDesiredCapacity"));
    if (member.leaving()) {
      GroupViews.activity(
          out, "Activity", groups.activities().of(group.name()).getFirst(), instances);
      return;
    }
    if (decrement && group.desired() - member.weight() < group.min()) {
      throw AwsException.validation(
          "Currently, desiredSize equals minSize (%d). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size."
              .formatted(group.min()));
    }
    String cause =
        "At %s instance %s was taken out of service in response to a user request%s."
            .formatted(
                Xml.timestamp(System.currentTimeMillis()),
                id,
                decrement ? ", shrinking the capacity" : "");
    GroupViews.activity(out, "Activity", groups.end(group, member, decrement, cause), instances);
  }

  void suspend(Params request, Xml out) {
    Group group = required(request);
    group.suspended().addAll(processes(request));
    groups.put(group);
  }

  void resume(Params request, Xml out) {
    Group group = required(request);
    group.suspended().removeAll(processes(request));
    groups.put(group);
  }

  void setProtection(Params request, Xml out) {
    Group group = required(request);
    boolean guarded = request.flag("ProtectedFromScaleIn", false);
    for (String id : request.strings("InstanceIds.member")) {
      Group.Member member =
          group
              .member(id)
              .orElseThrow(
                  () ->
                      AwsException.validation(
                          "The instance %s is not part of Auto Scaling group %s."
                              .formatted(id, group.name())));
      group.put(new Group.Member(id, member.weight(), guarded, member.leaving()));
    }
    groups.put(group);
  }

  void createOrUpdateTags(Params request, Xml out) {
    List<Params> tags = request.list("Tags.member");
    tags.forEach(t -> checks.group(t.get("ResourceId", "")));
    for (Params tag : tags) {
      Group group = checks.group(tag.get("ResourceId", ""));
      tag(group, tag);
      groups.put(group);
    }
  }

  private Group required(Params request) {
    return checks.group(request.required("AutoScalingGroupName"));
  }

  private static List<String> processes(Params request) {
    List<String> asked = request.strings("ScalingProcesses.member");
    for (String process : asked) {
      if (!PROCESSES.contains(process)) {
        throw AwsException.validation(process + " is not a valid process type.");
      }
    }
    return asked.isEmpty() ? List.copyOf(PROCESSES) : asked;
  }

  private static void tag(Group group, Params tag) {
    group
        .tags()
        .put(
            tag.required("Key"),
            new Group.Tag(
                tag.required("Key"), tag.get("Value", ""), tag.flag("PropagateAtLaunch", false)));
  }

  /** The part of a request that says what to launch, under the names it came with. */
  private static Params launch(Params request) {
    var entries = new TreeMap<String, String>();
    for (String head : LAUNCH) {
      Params below = request.under(head);
      below.json().forEach(e -> entries.put(head + "." + e.getKey(), (String) e.getValue()));
    }
    return Params.of(entries.entrySet());
  }

  private static AwsException nothing(String member) {
    return AwsException.validation(
        "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member must not be null"
            .formatted(member));
  }
}
