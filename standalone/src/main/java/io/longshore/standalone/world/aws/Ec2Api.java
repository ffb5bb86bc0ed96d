package io.longshore.standalone.world.aws;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;

/** EC2's query API: finds the action and wraps what it answers. */
final class Ec2Api {

  static final String VERSION = "2016-11-15";

  private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

  private final Map<String, BiConsumer<Params, Xml>> actions = new TreeMap<>();

  Ec2Api(Ec2Offers offers, Ec2InstanceApi instances, Ec2TemplateApi templates) {
    actions.put("DescribeInstanceTypes", offers::instanceTypes);
    actions.put("DescribeInstanceTypeOfferings", offers::offerings);
    actions.put("DescribeSpotPriceHistory", offers::spotPrices);
    actions.put("DescribeAvailabilityZones", offers::zones);
    actions.put("DescribeSubnets", offers::subnets);
    actions.put("DescribeImages", offers::images);
    actions.put("DescribeInstances", instances::describe);
    actions.put("DescribeInstanceStatus", instances::status);
    actions.put("TerminateInstances", instances::terminate);
    actions.put("CreateTags", instances::createTags);
    actions.put("CreateLaunchTemplate", templates::create);
    actions.put("CreateLaunchTemplateVersion", templates::createVersion);
    actions.put("ModifyLaunchTemplate", templates::modify);
    actions.put("DescribeLaunchTemplates", templates::describe);
    actions.put("DescribeLaunchTemplateVersions", templates::describeVersions);
    actions.put("DeleteLaunchTemplate", templates::delete);
  }

  String answer(String action, Params request) {
    BiConsumer<Params, Xml> handler = actions.get(action);
    if (handler == null) {
      throw AwsException.client(
          "InvalidAction", "The action %s is not valid for this web service.".formatted(action));
    }
    if (request.flag("DryRun", false)) {
      throw new AwsException(
          412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
    }
    var body = new Xml();
    body.leaf("requestId", UUID.randomUUID());
    handler.accept(request, body);
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><%sResponse xmlns=\"%s\">%s</%sResponse>"
        .formatted(action, NAMESPACE, body, action);
  }

  static String error(AwsException e) {
    var xml = new Xml();
    xml.element(
        "Response",
        () ->
            xml.element(
                    "Errors",
                    () ->
                        xml.element(
                            "Error",
                            () -> xml.leaf("Code", e.code()).leaf("Message", e.getMessage())))
                .leaf("RequestID", UUID.randomUUID()));
    return xml.toString();
  }
}
