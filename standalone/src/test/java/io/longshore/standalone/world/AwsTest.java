package io.longshore.standalone.world;

import static io.longshore.standalone.world.TestGroups.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.sqs.model.Message;

@SuppressWarnings("unchecked") // The SDK's builders take consumers as varargs.
class AwsTest {

  private static TestWorld world;
  private static AwsClients aws;
  private static TestGroups groups;

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    world = TestWorld.start(data, "--pool=p4d.24xlarge:*:*=0", "--pool=r5.large:us-east-1b:spot=0");
    aws = new AwsClients(world.awsUrl());
    groups = new TestGroups(aws);
    groups.template("join", TestGroups.JOIN);
  }

  @AfterAll
  static void stop() {
    aws.close();
    world.close();
  }

  private static void refused(String code, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(words);
            });
  }

  @Test
  void typesOfferingsPricesZonesAndImages() {
    var all = aws.ec2().describeInstanceTypesPaginator(r -> r.maxResults(20)).instanceTypes();
    var names = new ArrayList<String>();
    all.subscribe((InstanceTypeInfo t) -> names.add(t.instanceTypeAsString())).join();
    assertThat(names).hasSizeGreaterThan(60).doesNotHaveDuplicates();
    InstanceTypeInfo gpu =
        aws.ec2()
            .describeInstanceTypes(r -> r.instanceTypesWithStrings("g5.xlarge"))
            .join()
            .instanceTypes()
            .getFirst();
    assertThat(gpu.gpuInfo().gpus().getFirst().count()).isEqualTo(1);
    assertThat(gpu.vCpuInfo().defaultVCpus()).isEqualTo(4);
    assertThat(gpu.memoryInfo().sizeInMiB()).isEqualTo(16384);
    refused(
        "InvalidInstanceType",
        "x9.huge",
        () -> aws.ec2().describeInstanceTypes(r -> r.instanceTypesWithStrings("x9.huge")).join());
    assertThat(
            aws.ec2()
                .describeSpotPriceHistory(r -> r.instanceTypesWithStrings("m5.large"))
                .join()
                .spotPriceHistory())
        .hasSize(3)
        .allSatisfy(p -> assertThat(Double.parseDouble(p.spotPrice())).isBetween(0.02, 0.096));
    assertThat(aws.ec2().describeAvailabilityZones().join().availabilityZones()).hasSize(3);
    assertThat(aws.ec2().describeSubnets().join().subnets()).hasSize(3);
    assertThat(
            aws.ec2()
                .describeInstanceTypeOfferings(r -> r.locationType("availability-zone"))
                .join()
                .instanceTypeOfferings())
        .hasSize(3 * names.size());
    assertThat(
            aws.ec2()
                .describeImages(r -> r.filters(f -> f.name("architecture").values("arm64")))
                .join()
                .images())
        .hasSize(1);
  }

  @Test
  void launchTemplatesHaveVersionsAndComeBackAsSent() {
    groups.template("versions", "#!/bin/bash\ntrue");
    aws.ec2()
        .createLaunchTemplateVersion(
            r ->
                r.launchTemplateName("versions")
                    .versionDescription("v2")
                    .launchTemplateData(d -> d.imageId("ami-0b0b0b0b")))
        .join();
    var latest =
        aws.ec2()
            .describeLaunchTemplateVersions(
                r -> r.launchTemplateName("versions").versions("$Latest", "$Default"))
            .join()
            .launchTemplateVersions();
    assertThat(latest).extracting(v -> v.versionDescription()).containsExactly("v2", "v1");
    var data = latest.get(1).launchTemplateData();
    assertThat(data.securityGroupIds()).containsExactly("sg-1", "sg-2");
    assertThat(data.tagSpecifications().getFirst().tags().getFirst().value()).isEqualTo("e1");
    assertThat(data.metadataOptions().httpTokensAsString()).isEqualTo("required");
    refused(
        "InvalidLaunchTemplateName.AlreadyExistsException",
        "already in use",
        () -> groups.template("versions", ""));
    var id = latest.getFirst().launchTemplateId();
    aws.ec2().createTags(r -> r.resources(id).tags(t -> t.key("content").value("x"))).join();
    assertThat(
            aws.ec2()
                .describeLaunchTemplates(r -> r.filters(f -> f.name("tag-key").values("content")))
                .join()
                .launchTemplates())
        .hasSize(1);
    aws.ec2().deleteLaunchTemplate(r -> r.launchTemplateName("versions")).join();
    refused(
        "InvalidLaunchTemplateName.NotFoundException",
        "versions",
        () -> aws.ec2().deleteLaunchTemplate(r -> r.launchTemplateName("versions")).join());
  }

  @Test
  void groupGrowsByWeightAndItsInstancesJoinAsNodes() {
    groups.group("grows", "join", false, type("m5.large", 2));
    groups.desired("grows", 5);
    await().until(() -> groups.instances("grows", "running").size() == 3);
    var members = groups.describe("grows").instances();
    assertThat(members)
        .hasSize(3)
        .allSatisfy(
            m -> {
              assertThat(m.weightedCapacity()).isEqualTo("2");
              assertThat(m.protectedFromScaleIn()).isTrue();
            });
    assertThat(members.stream().map(m -> m.availabilityZone()).distinct()).hasSize(3);
    Set<String> ids = groups.ids("grows", "running").collect(Collectors.toSet());
    await().until(() -> nodes(ids).stream().filter(AwsTest::ready).count() == 3);
    Node node = nodes(ids).getFirst();
    assertThat(node.getMetadata().getLabels())
        .containsEntry("env", "e1")
        .containsEntry("kubernetes.io/arch", "amd64")
        .containsEntry("node.kubernetes.io/instance-type", "m5.large")
        .containsKey("topology.kubernetes.io/zone");
    assertThat(ids).contains(node.getMetadata().getLabels().get("instance"));
    await()
        .until(
            () ->
                world
                    .kube()
                    .nodes()
                    .withName(node.getMetadata().getName())
                    .get()
                    .getSpec()
                    .getTaints()
                    .stream()
                    .map(Taint::getEffect)
                    .toList()
                    .equals(List.of("NoSchedule", "NoExecute")));
    assertThat(node.getStatus().getAllocatable().get("cpu").toString()).isEqualTo("1930m");
    assertThat(groups.activities("grows"))
        .allMatch(a -> a.statusCode() == ScalingActivityStatusCode.SUCCESSFUL);
    String one = ids.iterator().next();
    aws.autoScaling()
        .terminateInstanceInAutoScalingGroup(
            r -> r.instanceId(one).shouldDecrementDesiredCapacity(true))
        .join();
    assertThat(groups.describe("grows").desiredCapacity()).isEqualTo(3);
    await().until(() -> groups.ids("grows", "terminated").toList().equals(List.of(one)));
    await().until(() -> nodes(Set.of(one)).isEmpty());
    await().until(() -> groups.describe("grows").instances().size() == 2);
    refused(
        "ResourceInUse",
        "still in the group",
        () ->
            aws.autoScaling().deleteAutoScalingGroup(r -> r.autoScalingGroupName("grows")).join());
    refused(
        "ValidationError",
        "above max value 5",
        () ->
            aws.autoScaling()
                .setDesiredCapacity(r -> r.autoScalingGroupName("grows").desiredCapacity(6))
                .join());
    aws.autoScaling()
        .deleteAutoScalingGroup(r -> r.autoScalingGroupName("grows").forceDelete(true))
        .join();
    await()
        .until(
            () ->
                aws.autoScaling()
                    .describeAutoScalingGroups(r -> r.autoScalingGroupNames("grows"))
                    .join()
                    .autoScalingGroups()
                    .isEmpty());
  }

  private static List<Node> nodes(Set<String> instances) {
    return world.kube().nodes().list().getItems().stream()
        .filter(n -> n.getSpec().getProviderID() != null)
        .filter(n -> instances.contains(n.getSpec().getProviderID().replaceAll(".*/", "")))
        .toList();
  }

  private static boolean ready(Node node) {
    return node.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  @Test
  void emptyPoolShowsAsAFailedActivityAndAWithdrawalEndsIt() {
    groups.group("starved", "join", false, type("p4d.24xlarge", 96));
    groups.desired("starved", 96);
    await()
        .untilAsserted(
            () ->
                assertThat(groups.activities("starved").getFirst())
                    .satisfies(
                        a -> {
                          assertThat(a.statusCode()).isEqualTo(ScalingActivityStatusCode.FAILED);
                          assertThat(a.statusMessage())
                              .contains("InsufficientInstanceCapacity", "p4d.24xlarge");
                        }));
    groups.desired("starved", 0);
    aws.autoScaling().deleteAutoScalingGroup(r -> r.autoScalingGroupName("starved")).join();
  }

  @Test
  void spotIsInterruptedByTheRealEventAndReplaced() {
    groups.group("spot", "join", true, type("r5.large", 2));
    groups.desired("spot", 2);
    await().until(() -> groups.instances("spot", "running").size() == 1);
    var victim = groups.instances("spot", "running").getFirst();
    assertThat(victim.instanceLifecycleAsString()).isEqualTo("spot");
    assertThat(victim.placement().availabilityZone()).isNotEqualTo("us-east-1b");
    String url = aws.sqs().getQueueUrl(r -> r.queueName("longshore-ec2-events")).join().queueUrl();
    var waiting =
        aws.sqs().receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20).maxNumberOfMessages(10));
    world.control("POST", "/world/interrupt?instance=" + victim.instanceId(), "");
    Message message = waiting.join().messages().getFirst();
    var event = new JsonObject(message.body());
    assertThat(event.getString("detail-type")).isEqualTo("EC2 Spot Instance Interruption Warning");
    assertThat(event.getString("source")).isEqualTo("aws.ec2");
    assertThat(event.getJsonObject("detail").getString("instance-id"))
        .isEqualTo(victim.instanceId());
    assertThat(event.getJsonObject("detail").getString("instance-action")).isEqualTo("terminate");
    aws.sqs()
        .deleteMessageBatch(
            r -> r.queueUrl(url).entries(e -> e.id("1").receiptHandle(message.receiptHandle())))
        .join();
    assertThat(groups.instances("spot", "running")).hasSize(1);
    await().until(() -> !groups.instances("spot", "terminated").isEmpty());
    assertThat(groups.instances("spot", "terminated").getFirst().stateReason().code())
        .isEqualTo("Server.SpotInstanceTermination");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> groups.instances("spot", "running").size() == 1);
    assertThat(groups.ids("spot", "running")).doesNotContain(victim.instanceId());
    var paid =
        new JsonObject(world.control("GET", "/world/statistics", "")).getJsonObject("vcpuSeconds");
    assertThat(paid.getDouble("spot")).isGreaterThan(2);
    groups.desired("spot", 0);
  }

  @Test
  void callsAreKnownByTheirKeys() {
    aws.ec2().describeInstances().join();
    aws.sqs().getQueueUrl(r -> r.queueName("longshore-ec2-events")).join();
    var calls = new JsonObject(world.control("GET", "/world/calls", "")).getJsonArray("calls");
    assertThat(calls.getJsonObject(calls.size() - 2).getString("action"))
        .isEqualTo("DescribeInstances");
    var last = calls.getJsonObject(calls.size() - 1);
    assertThat(last.getString("action")).isEqualTo("GetQueueUrl");
    assertThat(last.getString("key")).isEqualTo("key");
    assertThat(last.getLong("at")).isPositive();
  }

  @Test
  void refusalsAreAwsOwn() {
    refused(
        "InvalidInstanceID.NotFound",
        "i-0123",
        () -> aws.ec2().terminateInstances(r -> r.instanceIds("i-0123")).join());
    refused(
        "ValidationError",
        "No managed instance found",
        () ->
            aws.autoScaling()
                .terminateInstanceInAutoScalingGroup(
                    r -> r.instanceId("i-0123").shouldDecrementDesiredCapacity(true))
                .join());
    refused("ValidationError", "not found", () -> groups.desired("nobody", 1));
    refused(
        "ValidationError",
        "does not exist",
        () -> groups.group("no-template", "nothing", false, type("m5.large", 2)));
    groups.group("once", "join", false, type("m5.large", 2));
    refused(
        "AlreadyExists", "once", () -> groups.group("once", "join", false, type("m5.large", 2)));
    refused(
        "AWS.SimpleQueueService.NonExistentQueue",
        "does not exist",
        () -> aws.sqs().getQueueUrl(r -> r.queueName("nothing")).join());
    world.control(
        "POST",
        "/world/faults",
        "{\"surface\":\"AWS\",\"status\":400,\"code\":\"UnauthorizedOperation\",\"match\":\"DescribeInstances\"}");
    refused("UnauthorizedOperation", "injected", () -> aws.ec2().describeInstances().join());
  }
}
