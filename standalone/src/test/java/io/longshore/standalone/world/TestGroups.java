package io.longshore.standalone.world;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Groups and templates as capacity-service makes them. */
@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
final class TestGroups {

  /** What joins a node, with the bootstrap command found on the path of user data. */
  static final String JOIN =
      """
      #!/bin/bash
      set -eu
      exec bootstrap longshore --kubelet-extra-args "--node-labels=env=e1,instance=$INSTANCE_ID --register-with-taints=batch.longshore.io/batch-node=:NoSchedule,batch.longshore.io/batch-node=:NoExecute"
      """;

  private final AwsClients aws;

  TestGroups(AwsClients aws) {
    this.aws = aws;
  }

  void template(String name, String userData) {
    aws.ec2()
        .createLaunchTemplate(
            r ->
                r.launchTemplateName(name)
                    .versionDescription("v1")
                    .launchTemplateData(
                        d ->
                            d.imageId("ami-0a0a0a0a")
                                .userData(
                                    Base64.getEncoder()
                                        .encodeToString(userData.getBytes(StandardCharsets.UTF_8)))
                                .metadataOptions(m -> m.httpTokens("required"))
                                .securityGroupIds("sg-1", "sg-2")
                                .tagSpecifications(
                                    s ->
                                        s.resourceType(ResourceType.INSTANCE)
                                            .tags(t -> t.key("env").value("e1")))))
        .join();
  }

  /** A group of one market with weights in vCPUs over all zones. */
  void group(String name, String template, boolean spot, LaunchTemplateOverrides... types) {
    aws.autoScaling()
        .createAutoScalingGroup(
            r ->
                r.autoScalingGroupName(name)
                    .minSize(0)
                    .maxSize(0)
                    .vpcZoneIdentifier("subnet-0a0a0a0a,subnet-0b0b0b0b,subnet-0c0c0c0c")
                    .newInstancesProtectedFromScaleIn(true)
                    .tags(t -> t.key("owner").value(name).resourceId(name).propagateAtLaunch(true))
                    .mixedInstancesPolicy(
                        p ->
                            p.launchTemplate(
                                    t ->
                                        t.launchTemplateSpecification(
                                                s ->
                                                    s.launchTemplateName(template)
                                                        .version("$Latest"))
                                            .overrides(types))
                                .instancesDistribution(
                                    d ->
                                        d.onDemandBaseCapacity(0)
                                            .onDemandPercentageAboveBaseCapacity(spot ? 0 : 100))))
        .join();
  }

  static LaunchTemplateOverrides type(String name, int weight) {
    return LaunchTemplateOverrides.builder()
        .instanceType(name)
        .weightedCapacity(Integer.toString(weight))
        .build();
  }

  void desired(String group, int desired) {
    aws.autoScaling()
        .updateAutoScalingGroup(
            r -> r.autoScalingGroupName(group).minSize(0).maxSize(desired).desiredCapacity(desired))
        .join();
  }

  AutoScalingGroup describe(String group) {
    return aws.autoScaling()
        .describeAutoScalingGroups(r -> r.autoScalingGroupNames(group))
        .join()
        .autoScalingGroups()
        .getFirst();
  }

  List<Activity> activities(String group) {
    return aws.autoScaling()
        .describeScalingActivities(r -> r.autoScalingGroupName(group))
        .join()
        .activities();
  }

  /** The group's instances in a state, as EC2 tells. */
  List<Instance> instances(String group, String state) {
    return aws
        .ec2()
        .describeInstances(
            r ->
                r.filters(
                    f -> f.name("tag:aws:autoscaling:groupName").values(group),
                    f -> f.name("instance-state-name").values(state)))
        .join()
        .reservations()
        .stream()
        .flatMap(r -> r.instances().stream())
        .toList();
  }

  Stream<String> ids(String group, String state) {
    return instances(group, state).stream().map(Instance::instanceId);
  }
}
