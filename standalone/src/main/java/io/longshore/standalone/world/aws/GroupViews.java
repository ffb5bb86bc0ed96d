package io.longshore.standalone.world.aws;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Auto Scaling's actions that show groups and activities. */
final class GroupViews {

  private static final int MOST = 100;
  private static final int USUAL_GROUPS = 50;

  private final Groups groups;
  private final Instances instances;
  private final Templates templates;
  private final String account;

  GroupViews(Groups groups, Instances instances, Templates templates, String account) {
    this.groups = groups;
    this.instances = instances;
    this.templates = templates;
    this.account = account;
  }

  void groups(Params request, Xml out) {
    List<String> names = request.strings("AutoScalingGroupNames.member");
    List<Predicate<Group>> filters =
        request.list("Filters.member").stream().map(GroupViews::filter).toList();
    var found =
        groups.all().stream()
            .filter(g -> names.isEmpty() || names.contains(g.name()))
            .filter(g -> filters.stream().allMatch(f -> f.test(g)))
            .toList();
    var page = Pages.page(found, limited(request, USUAL_GROUPS), "MaxRecords", Group::name);
    out.list("AutoScalingGroups", "member", page.items(), this::group);
    page.next().ifPresent(token -> out.leaf("NextToken", token));
  }

  void activities(Params request, Xml out) {
    List<String> ids = request.strings("ActivityIds.member");
    String name = request.get("AutoScalingGroupName", "");
    if (!name.isEmpty() && groups.find(name).isEmpty()) {
      throw AwsException.validation(
          "AutoScalingGroup name not found - AutoScalingGroup '%s' not found".formatted(name));
    }
    var found =
        (name.isEmpty() ? groups.activities().all() : groups.activities().of(name))
            .stream().filter(a -> ids.isEmpty() || ids.contains(a.id())).toList();
    var page = Pages.page(found, limited(request, MOST), "MaxRecords", Activity::id);
    out.element(
        "Activities", () -> page.items().forEach(a -> activity(out, "member", a, instances)));
    page.next().ifPresent(token -> out.leaf("NextToken", token));
  }

  void members(Params request, Xml out) {
    List<String> ids = request.strings("InstanceIds.member");
    out.element(
        "AutoScalingInstances",
        () ->
            groups
                .all()
                .forEach(
                    g ->
                        g.members().stream()
                            .filter(m -> ids.isEmpty() || ids.contains(m.id()))
                            .forEach(
                                m ->
                                    out.element(
                                        "member",
                                        () -> {
                                          out.leaf("AutoScalingGroupName", g.name());
                                          member(out, g, m);
                                        }))));
  }

  static void activity(Xml out, String element, Activity activity, Instances instances) {
    out.element(
        element,
        () -> {
          out.leaf("ActivityId", activity.id())
              .leaf("AutoScalingGroupName", activity.group())
              .leaf("Description", activity.description())
              .leaf("Cause", activity.cause())
              .time("StartTime", activity.startedAt());
          if (activity.endedAt() > 0) {
            out.time("EndTime", activity.endedAt());
          }
          out.leaf("StatusCode", activity.status());
          if (!activity.message().isEmpty()) {
            out.leaf("StatusMessage", activity.message());
          }
          out.leaf("Progress", activity.status() == Activity.Status.InProgress ? 50 : 100);
          instances
              .find(activity.instance())
              .ifPresent(
                  i ->
                      out.leaf(
                          "Details",
                          "{\"Subnet ID\":\"%s\",\"Availability Zone\":\"%s\"}"
                              .formatted(i.order().subnet(), i.order().zone())));
        });
  }

  private static Params limited(Params request, int usual) {
    int asked = request.number("MaxRecords").orElse(usual);
    if (asked < 1 || asked > MOST) {
      throw AwsException.validation("MaxRecords must be between 1 and " + MOST);
    }
    var entries = new TreeMap<String, String>();
    request.find("NextToken").ifPresent(t -> entries.put("NextToken", t));
    entries.put("MaxRecords", Integer.toString(asked));
    return Params.of(entries.entrySet());
  }

  private static Predicate<Group> filter(Params filter) {
    String name = filter.get("Name", "");
    Set<String> values = Set.copyOf(filter.strings("Values.member"));
    if (name.equals("tag-key")) {
      return g -> g.tags().keySet().stream().anyMatch(values::contains);
    }
    if (name.equals("tag-value")) {
      return g -> g.tags().values().stream().anyMatch(t -> values.contains(t.value()));
    }
    if (name.startsWith("tag:")) {
      String key = name.substring("tag:".length());
      return g -> g.tags().containsKey(key) && values.contains(g.tags().get(key).value());
    }
    throw AwsException.validation("Filter type %s is not correct.".formatted(name));
  }

  private void group(Xml out, Group group) {
    out.leaf("AutoScalingGroupName", group.name())
        .leaf(
            "AutoScalingGroupARN",
            "arn:aws:autoscaling:%s:%s:autoScalingGroup:0:autoScalingGroupName/%s"
                .formatted(instances.geography().region(), account, group.name()));
    structure(out, group.launch());
    out.leaf("MinSize", group.min())
        .leaf("MaxSize", group.max())
        .leaf("DesiredCapacity", group.desired())
        .leaf("DefaultCooldown", 300)
        .leaves(
            "AvailabilityZones",
            "member",
            group.subnets().stream()
                .flatMap(s -> instances.geography().zoneOfSubnet(s).stream())
                .map(Geography.Zone::name)
                .toList())
        .leaf("HealthCheckType", "EC2")
        .leaf("HealthCheckGracePeriod", 0)
        .element(
            "Instances",
            () -> group.members().forEach(m -> out.element("member", () -> member(out, group, m))))
        .time("CreatedTime", group.createdAt())
        .list(
            "SuspendedProcesses",
            "member",
            group.suspended(),
            (xml, process) ->
                xml.leaf("ProcessName", process)
                    .leaf("SuspensionReason", "User suspended at the user's request"))
        .leaf("VPCZoneIdentifier", String.join(",", group.subnets()))
        .list(
            "Tags",
            "member",
            group.tags().values(),
            (xml, tag) ->
                xml.leaf("ResourceId", group.name())
                    .leaf("ResourceType", "auto-scaling-group")
                    .leaf("Key", tag.key())
                    .leaf("Value", tag.value())
                    .leaf("PropagateAtLaunch", tag.propagate()))
        .leaves("TerminationPolicies", "member", List.of("Default"))
        .leaf("NewInstancesProtectedFromScaleIn", group.newGuarded())
        .leaf("CapacityRebalance", group.capacityRebalance());
    if (group.deleting()) {
      out.leaf("Status", "Delete in progress");
    }
  }

  private void member(Xml out, Group group, Group.Member member) {
    instances.find(member.id()).ifPresent(i -> instance(out, i));
    boolean alive = instances.find(member.id()).filter(Ec2Instance::alive).isPresent();
    boolean running =
        instances.find(member.id()).filter(i -> i.state() == Ec2Instance.State.RUNNING).isPresent();
    String state = member.leaving() ? "Terminating" : running || !alive ? "InService" : "Pending";
    out.leaf("InstanceId", member.id())
        .leaf("LifecycleState", state)
        .leaf("HealthStatus", alive ? "Healthy" : "Unhealthy")
        .leaf("ProtectedFromScaleIn", member.guarded());
    if (group.launch().list("MixedInstancesPolicy.LaunchTemplate.Overrides.member").stream()
        .anyMatch(o -> o.find("WeightedCapacity").isPresent())) {
      out.leaf("WeightedCapacity", member.weight());
    }
  }

  private void instance(Xml out, Ec2Instance instance) {
    out.leaf("InstanceType", instance.order().type())
        .leaf("AvailabilityZone", instance.order().zone());
    templates
        .byId(instance.order().template())
        .ifPresent(
            t ->
                out.element(
                    "LaunchTemplate",
                    () ->
                        out.leaf("LaunchTemplateId", t.id())
                            .leaf("LaunchTemplateName", t.name())
                            .leaf("Version", instance.order().templateVersion())));
  }

  /** Writes what was sent as what is answered; Auto Scaling uses the same names for both. */
  private static void structure(Xml out, Params data) {
    for (String head : data.heads()) {
      Params below = data.under(head);
      if (below.isEmpty()) {
        out.leaf(head, data.get(head, ""));
      } else if (!below.list("member").isEmpty()) {
        out.list(head, "member", below.list("member"), GroupViews::structure);
      } else {
        out.element(head, () -> structure(out, below));
      }
    }
  }
}
