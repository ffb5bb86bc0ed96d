package io.longshore.standalone.world.aws;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Auto Scaling's query API: finds the action and wraps what it answers. */
final class AutoScalingApi {

  static final String VERSION = "2011-01-01";

  private static final String NAMESPACE = "http://autoscaling.amazonaws.com/doc/2011-01-01/";

  private final Map<String, BiConsumer<Params, Xml>> actions = new TreeMap<>();

  AutoScalingApi(GroupApi groups, GroupViews views) {
    actions.put("CreateAutoScalingGroup", groups::create);
    actions.put("UpdateAutoScalingGroup", groups::update);
    actions.put("SetDesiredCapacity", groups::setDesired);
    actions.put("DeleteAutoScalingGroup", groups::delete);
    actions.put("TerminateInstanceInAutoScalingGroup", groups::terminateInstance);
    actions.put("SuspendProcesses", groups::suspend);
    actions.put("ResumeProcesses", groups::resume);
    actions.put("SetInstanceProtection", groups::setProtection);
    actions.put("CreateOrUpdateTags", groups::createOrUpdateTags);
    actions.put("DescribeAutoScalingGroups", views::groups);
    actions.put("DescribeScalingActivities", views::activities);
    actions.put("DescribeAutoScalingInstances", views::members);
  }

  String answer(String action, Params request) {
    BiConsumer<Params, Xml> handler = actions.get(action);
    if (handler == null) {
      throw AwsException.client(
          "InvalidAction", "Could not find operation %s for version %s".formatted(action, VERSION));
    }
    var result = new Xml();
    handler.accept(request, result);
    var meta = new Xml();
    meta.element("ResponseMetadata", () -> meta.leaf("RequestId", UUID.randomUUID()));
    return "<%sResponse xmlns=\"%s\"><%sResult>%s</%sResult>%s</%sResponse>"
        .formatted(action, NAMESPACE, action, result, action, meta, action);
  }

  static String error(AwsException e) {
    var xml = new Xml();
    xml.element(
            "Error",
            () ->
                xml.leaf("Type", e.status() < 500 ? "Sender" : "Receiver")
                    .leaf("Code", e.code())
                    .leaf("Message", e.getMessage()))
        .leaf("RequestId", UUID.randomUUID());
    return "<ErrorResponse xmlns=\"%s\">%s</ErrorResponse>".formatted(NAMESPACE, xml);
  }
}
