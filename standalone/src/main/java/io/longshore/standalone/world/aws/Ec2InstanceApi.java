package io.longshore.standalone.world.aws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** EC2's actions on instances. */
final class Ec2InstanceApi {

  private static final String USER = "Client.UserInitiatedShutdown";

  private final Instances instances;
  private final Templates templates;
  private final String account;

  Ec2InstanceApi(Instances instances, Templates templates, String account) {
    this.instances = instances;
    this.templates = templates;
    this.account = account;
  }

  void describe(Params request, Xml out) {
    var page = Pages.page(selected(request), request, "MaxResults", Ec2Instance::id);
    out.list(
        "reservationSet",
        "item",
        page.items(),
        (xml, instance) ->
            xml.leaf("reservationId", instance.id().replace("i-", "r-"))
                .leaf("ownerId", account)
                .element("groupSet", () -> {})
                .list("instancesSet", "item", List.of(instance), this::instance));
    page.next().ifPresent(token -> out.leaf("nextToken", token));
  }

  void status(Params request, Xml out) {
    boolean all = request.flag("IncludeAllInstances", false);
    var found =
        selected(request).stream()
            .filter(i -> all || i.state() == Ec2Instance.State.RUNNING)
            .toList();
    var page = Pages.page(found, request, "MaxResults", Ec2Instance::id);
    out.list(
        "instanceStatusSet",
        "item",
        page.items(),
        (xml, instance) -> {
          String health = instance.state() == Ec2Instance.State.RUNNING ? "ok" : "not-applicable";
          xml.leaf("instanceId", instance.id()).leaf("availabilityZone", instance.order().zone());
          state(xml, "instanceState", instance.state());
          xml.element("systemStatus", () -> xml.leaf("status", health))
              .element("instanceStatus", () -> xml.leaf("status", health));
        });
    page.next().ifPresent(token -> out.leaf("nextToken", token));
  }

  void terminate(Params request, Xml out) {
    List<String> ids = request.strings("InstanceId");
    if (ids.isEmpty()) {
      throw AwsException.missing("InstanceId");
    }
    // One unknown id refuses the whole request, and nothing is ended.
    List<Ec2Instance> before = ids.stream().map(instances::required).toList();
    before.forEach(i -> instances.terminate(i.id(), USER, USER + ": User initiated shutdown"));
    out.list(
        "instancesSet",
        "item",
        before,
        (xml, instance) -> {
          xml.leaf("instanceId", instance.id());
          state(xml, "currentState", instances.required(instance.id()).state());
          state(xml, "previousState", instance.state());
        });
  }

  /** Tags instances and launch templates. */
  void createTags(Params request, Xml out) {
    List<String> resources = request.strings("ResourceId");
    if (resources.isEmpty()) {
      throw AwsException.missing("ResourceId");
    }
    Map<String, String> tags = tags(request.list("Tag"));
    for (String id : resources) {
      if (id.startsWith("i-")) {
        instances.tag(id, tags);
      } else if (id.startsWith("lt-")) {
        LaunchTemplate template =
            templates
                .byId(id)
                .orElseThrow(
                    () ->
                        AwsException.client(
                            "InvalidLaunchTemplateId.NotFound",
                            "The specified launch template, with template ID %s, does not exist."
                                .formatted(id)));
        var unused = templates.put(template.tagged(tags));
      } else {
        throw AwsException.client("InvalidID", "The ID '%s' is not valid".formatted(id));
      }
    }
    out.leaf("return", true);
  }

  static Map<String, String> tags(List<Params> list) {
    var tags = new TreeMap<String, String>();
    list.forEach(t -> tags.put(t.required("Key"), t.get("Value", "")));
    return tags;
  }

  static void tagSet(Xml xml, Map<String, String> tags) {
    xml.list(
        "tagSet",
        "item",
        new TreeMap<>(tags).entrySet(),
        (x, tag) -> x.leaf("key", tag.getKey()).leaf("value", tag.getValue()));
  }

  private List<Ec2Instance> selected(Params request) {
    List<String> ids = request.strings("InstanceId");
    Predicate<Ec2Instance> matches = Ec2Filters.parse(request, Ec2InstanceApi::values);
    List<Ec2Instance> asked =
        ids.isEmpty()
            ? List.copyOf(instances.all())
            : ids.stream().map(instances::required).toList();
    return asked.stream().filter(matches).toList();
  }

  private static List<String> values(Ec2Instance instance, String filter) {
    return switch (filter) {
      case "instance-id" -> List.of(instance.id());
      case "instance-state-name" -> List.of(instance.state().text());
      case "instance-state-code" -> List.of(Integer.toString(instance.state().code()));
      case "instance-type" -> List.of(instance.order().type());
      case "availability-zone" -> List.of(instance.order().zone());
      case "subnet-id" -> List.of(instance.order().subnet());
      case "image-id" -> List.of(instance.order().imageId());
      case "private-ip-address" -> List.of(instance.ip());
      case "instance-lifecycle" ->
          instance.order().market() == Market.SPOT ? List.of("spot") : List.of();
      default -> Ec2Filters.tags(instance.tags(), filter);
    };
  }

  private void instance(Xml xml, Ec2Instance instance) {
    Ec2Instance.Order order = instance.order();
    xml.leaf("instanceId", instance.id()).leaf("imageId", order.imageId());
    state(xml, "instanceState", instance.state());
    if (instance.exists()) {
      xml.leaf("privateDnsName", instances.name(instance))
          .leaf("privateIpAddress", instance.ip())
          .leaf("subnetId", order.subnet())
          .leaf("vpcId", Geography.VPC);
    }
    xml.leaf("reason", instance.reason())
        .leaf("amiLaunchIndex", 0)
        .leaf("instanceType", order.type())
        .time("launchTime", instance.launchedAt())
        .element(
            "placement",
            () -> xml.leaf("availabilityZone", order.zone()).leaf("tenancy", "default"))
        .leaf("architecture", instances.type(instance).architecture())
        .leaf("rootDeviceType", "ebs")
        .leaf("virtualizationType", "hvm")
        .leaf("hypervisor", "xen");
    if (order.market() == Market.SPOT) {
      xml.leaf("instanceLifecycle", "spot")
          .leaf("spotInstanceRequestId", instance.id().replace("i-", "sir-"));
    }
    if (!instance.reasonCode().isEmpty()) {
      xml.element(
          "stateReason",
          () -> xml.leaf("code", instance.reasonCode()).leaf("message", instance.reason()));
    }
    tagSet(xml, instance.tags());
  }

  private static void state(Xml xml, String name, Ec2Instance.State state) {
    xml.element(name, () -> xml.leaf("code", state.code()).leaf("name", state.text()));
  }
}
