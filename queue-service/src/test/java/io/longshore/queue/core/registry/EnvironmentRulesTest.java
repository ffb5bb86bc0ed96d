package io.longshore.queue.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Refused;
import io.longshore.queue.core.registry.ComputeResources.Strategy;
import io.longshore.queue.core.registry.ComputeResources.Type;
import io.longshore.queue.core.registry.EnvironmentRequest.Eks;
import io.longshore.queue.core.registry.EnvironmentRules.Others;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentRulesTest {

  private static final EnvironmentRules RULES =
      new EnvironmentRules(Limits.AWS, new Arns("aws", "us-east-1", "000000000000"));
  private static final Others NONE = new Others(false, 0, 0);
  private static final Eks EKS = new Eks("main", "jobs");

  private static ComputeResources resources(
      @Nullable Type type, @Nullable Strategy strategy, String... types) {
    return new ComputeResources(
        type, strategy, 0, 16, null, List.of(types), List.of("subnet-1"), 0);
  }

  private static final ComputeResources GOOD =
      resources(Type.EC2, Strategy.BEST_FIT_PROGRESSIVE, "m5.large");

  static Environment managed() {
    return RULES.create(request("e", true, GOOD, EKS), NONE, "uuid", 7).accepted().orElseThrow();
  }

  private static EnvironmentRequest request(
      @Nullable String name,
      @Nullable Boolean managed,
      @Nullable ComputeResources resources,
      @Nullable Eks eks) {
    return new EnvironmentRequest(name, managed, null, null, resources, eks, Map.of());
  }

  private static Optional<Refusal> refusal(EnvironmentRequest request) {
    return RULES.create(request, NONE, "uuid", 1).refusal();
  }

  private static Optional<Refusal> refusal(ComputeResources resources) {
    return refusal(request("e", true, resources, EKS));
  }

  @Test
  void aNewEnvironmentIsCreating() {
    var environment = managed();
    assertThat(environment.status()).isEqualTo(EnvironmentStatus.CREATING);
    assertThat(environment.enabled()).isTrue();
    assertThat(environment.arn()).endsWith(":compute-environment/e");
    assertThat(environment.settingsVersion()).isEqualTo(7);
    assertThat(environment.architecture()).isEqualTo(Environment.Architecture.X86);
  }

  @Test
  void nameTypeAndStateAreChecked() {
    Refused.at(refusal(request("a b", true, GOOD, EKS)), "computeEnvironmentName");
    Refused.at(refusal(request("x".repeat(129), true, GOOD, EKS)), "computeEnvironmentName");
    Refused.at(refusal(request("a", null, GOOD, EKS)), "type");
    Refused.member(
        refusal(new EnvironmentRequest("a", true, false, null, GOOD, EKS, Map.of())),
        "state",
        "Compute Environment must be created in ENABLED state.");
  }

  @Test
  void theClusterIsAnArnOrAPlainName() {
    String field = "eksConfiguration.eksClusterArn";
    String arn = "arn:aws:eks:us-east-1:123456789012:cluster/main";
    assertThat(refusal(request("a", true, GOOD, new Eks(arn, "jobs")))).isEmpty();
    Refused.at(refusal(request("a", true, GOOD, null)), "eksConfiguration");
    Refused.member(
        refusal(request("a", true, GOOD, new Eks("arn:aws:ecs:x", "jobs"))),
        field,
        "eksClusterArn must be an EKS cluster ARN.");
    Refused.member(
        refusal(request("a", true, GOOD, new Eks(arn.replace("us-east-1", "eu-west-1"), "jobs"))),
        field,
        "eksClusterArn must be in the same AWS region as the compute environment");
  }

  @ParameterizedTest
  @CsvSource({
    "Jobs, kubernetesNamespace must be a valid Kubernetes namespace.",
    "default, kubernetesNamespace cannot be the default Kubernetes namespace",
    "kube-system, kubernetesNamespace cannot be a reserved Kubernetes system namespace"
  })
  void someNamespacesAreRefused(String namespace, String why) {
    Refused.member(
        refusal(request("a", true, GOOD, new Eks("main", namespace))),
        "eksConfiguration.kubernetesNamespace",
        why);
  }

  @Test
  void aLongNamespaceIsRefused() {
    Refused.member(
        refusal(request("a", true, GOOD, new Eks("main", "n".repeat(64)))),
        "eksConfiguration.kubernetesNamespace",
        "kubernetesNamespace must less than or equal to 63 characters");
  }

  @Test
  void managedNeedsComputeResources() {
    Refused.member(
        refusal(request("a", true, null, EKS)),
        "computeResources",
        "computeResources must be provided for a MANAGED compute environment");
    Refused.member(
        refusal(new EnvironmentRequest("a", true, null, 4, GOOD, EKS, Map.of())),
        "unmanagedvCpus",
        "unmanagedvCpus is not applicable for managed Compute Environments");
  }

  @Test
  void computeResourcesHaveRules() {
    String at = "computeResources.";
    Refused.member(
        refusal(resources(Type.OTHER, Strategy.BEST_FIT_PROGRESSIVE, "m5.large")),
        at + "type",
        "Supported compute types for EKS compute environments are [EC2, SPOT]");
    Refused.member(
        refusal(resources(Type.EC2, null, "m5.large")),
        at + "allocationStrategy",
        "allocationStrategy is required for EKS Compute Environments.");
    Refused.at(
        refusal(resources(Type.EC2, Strategy.BEST_FIT, "m5.large")), at + "allocationStrategy");
    Refused.at(
        refusal(resources(Type.EC2, Strategy.SPOT_CAPACITY_OPTIMIZED, "m5.large")),
        at + "allocationStrategy");
    Refused.member(
        refusal(resources(Type.EC2, Strategy.BEST_FIT_PROGRESSIVE)),
        at + "instanceTypes",
        "Resource instanceTypes are required.");
  }

  @Test
  void bundlesAreNotForOrderedStrategies() {
    Refused.member(
        refusal(resources(Type.EC2, Strategy.BEST_FIT_PROGRESSIVE_ORDERED, "optimal")),
        "computeResources.instanceTypes",
        "Instance type bundles (e.g. optimal, default_x86_64) are not allowed for"
            + " BEST_FIT_PROGRESSIVE_ORDERED allocation strategy. Specify instance families or"
            + " types directly.");
  }

  @ParameterizedTest
  @CsvSource({"m6g.large", "c7gn", "a1.medium", "t4g", "default_arm64", "g5g.xlarge"})
  void armIsNotMixedWithOthers(String arm) {
    Refused.member(
        refusal(resources(Type.EC2, Strategy.BEST_FIT_PROGRESSIVE, "m5.large", arm)),
        "computeResources.instanceTypes",
        "arm-based instance type cannot be used with other instance types");
  }

  @ParameterizedTest
  @CsvSource({"g4dn.xlarge", "optimal", "p4de", "default_x86_64", "g5"})
  void gpusAreNotArm(String type) {
    assertThat(refusal(resources(Type.EC2, Strategy.BEST_FIT_PROGRESSIVE, "m5.large", type)))
        .isEmpty();
  }

  @Test
  void vcpusHaveBounds() {
    var strategy = Strategy.BEST_FIT_PROGRESSIVE;
    var types = List.of("m5.large");
    Refused.member(
        refusal(
            new ComputeResources(Type.EC2, strategy, null, 1, null, types, List.of("subnet-1"), 0)),
        "computeResources.minvCpus",
        "Resource minvCpus is required.");
    Refused.member(
        refusal(
            new ComputeResources(Type.EC2, strategy, -1, 1, null, types, List.of("subnet-1"), 0)),
        "computeResources.minvCpus",
        "minvCpus should be greater than or equal to 0.");
    Refused.member(
        refusal(
            new ComputeResources(Type.EC2, strategy, 4, 2, null, types, List.of("subnet-1"), 0)),
        "computeResources.maxvCpus",
        "maxvCpus should be greater than or equal to minvCpus.");
    Refused.member(
        refusal(new ComputeResources(Type.EC2, strategy, 0, 2, 3, types, List.of("subnet-1"), 0)),
        "computeResources.desiredvCpus",
        "desiredvCpus should be between minvCpus and maxvCpus.");
  }

  @Test
  void anEnvironmentHasOneImage() {
    var types = List.of("m5.large");
    var strategy = Strategy.BEST_FIT_PROGRESSIVE;
    assertThat(
            refusal(
                new ComputeResources(Type.EC2, strategy, 0, 2, 0, types, List.of("subnet-1"), 1)))
        .isEmpty();
    assertThat(
            refusal(
                new ComputeResources(Type.EC2, strategy, 0, 2, 0, types, List.of("subnet-1"), 2)))
        .contains(new Refusal.NotHonoured("computeResources.ec2Configuration[1]"));
  }

  @Test
  void unmanagedNeedsNone() {
    assertThat(refusal(request("a", false, null, EKS))).isEmpty();
    Refused.at(refusal(request("a", false, GOOD, EKS)), "computeResources");
  }

  @Test
  void namesAreTakenAndCountsAreBounded() {
    var request = request("a", true, GOOD, EKS);
    assertThat(RULES.create(request, new Others(true, 1, 1), "u", 1).refusal())
        .get()
        .isInstanceOf(Refusal.AlreadyExists.class);
    assertThat(RULES.create(request, new Others(false, 50, 0), "u", 1).refusal())
        .contains(new Refusal.TooMany("computeEnvironmentName", "environments", 50));
    Refused.at(
        RULES.create(request, new Others(false, 5, 5), "u", 1).refusal(),
        "eksConfiguration.eksClusterArn");
  }

  @Test
  void nothingIsChangedWhileAChangeIsUnderWay() {
    assertThat(
            RULES
                .update(managed(), new EnvironmentRequest.Update(false, null, null), null, 8)
                .refusal())
        .contains(
            new Refusal.Conflict(
                "ComputeEnvironment", "Cannot update, resource is being modified"));
    assertThat(RULES.delete(managed(), false, 8).refusal())
        .contains(
            new Refusal.Conflict(
                "ComputeEnvironment", "Cannot delete, resource is being modified"));
  }

  @Test
  void everyChangeIsUpdatingUntilItIsJudged() {
    var valid = managed().at(EnvironmentStatus.VALID, Environment.HEALTHY, 8);
    var disabled =
        RULES
            .update(valid, new EnvironmentRequest.Update(false, null, null), null, 9)
            .accepted()
            .orElseThrow();
    assertThat(disabled.enabled()).isFalse();
    assertThat(disabled.status()).isEqualTo(EnvironmentStatus.UPDATING);
    assertThat(disabled.settingsVersion()).isEqualTo(9);
    var grown =
        RULES
            .update(valid, new EnvironmentRequest.Update(null, null, GOOD), GOOD, 9)
            .accepted()
            .orElseThrow();
    assertThat(grown.status()).isEqualTo(EnvironmentStatus.UPDATING);
    assertThat(grown.settingsVersion()).isEqualTo(9);
    var unmanaged =
        RULES
            .create(request("u", false, null, EKS), NONE, "uuid", 7)
            .accepted()
            .orElseThrow()
            .at(EnvironmentStatus.VALID, Environment.HEALTHY, 8);
    var more =
        RULES
            .update(unmanaged, new EnvironmentRequest.Update(null, 8, null), null, 9)
            .accepted()
            .orElseThrow();
    assertThat(more.status()).isEqualTo(EnvironmentStatus.UPDATING);
  }

  @Test
  void subnetsAreRequired() {
    Refused.member(
        refusal(
            new ComputeResources(
                Type.EC2,
                Strategy.BEST_FIT_PROGRESSIVE,
                0,
                16,
                null,
                List.of("m5.large"),
                List.of(),
                0)),
        "computeResources.subnets",
        "Resource subnets are required.");
  }

  @Test
  void deletionNeedsDisabledAndNoQueue() {
    var valid = managed().at(EnvironmentStatus.VALID, Environment.HEALTHY, 8);
    assertThat(RULES.delete(valid, false, 9).refusal()).get().isInstanceOf(Refusal.Conflict.class);
    var disabled =
        RULES
            .update(valid, new EnvironmentRequest.Update(false, null, null), null, 9)
            .accepted()
            .orElseThrow()
            .at(EnvironmentStatus.VALID, Environment.HEALTHY, 9);
    assertThat(RULES.delete(disabled, true, 10).refusal())
        .contains(
            new Refusal.Conflict(
                "ComputeEnvironment", "Cannot delete, found existing JobQueue relationship"));
    assertThat(RULES.delete(disabled, false, 10).accepted())
        .get()
        .extracting(Environment::status)
        .isEqualTo(EnvironmentStatus.DELETING);
  }
}
