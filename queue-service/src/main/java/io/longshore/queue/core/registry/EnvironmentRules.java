package io.longshore.queue.core.registry;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Names;
import io.longshore.queue.core.Namespaces;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Tags;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.registry.ComputeResources.Type;
import io.longshore.queue.core.registry.Environment.Architecture;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules of compute environments (aws-batch sections 3.2 and 4.4). */
public final class EnvironmentRules {

  /** Said of a thing that is being created, updated or deleted. */
  static final String MODIFIED = ", resource is being modified";

  private final Limits limits;
  private final Arns arns;

  /** Rules of one installation. */
  public EnvironmentRules(Limits limits, Arns arns) {
    this.limits = limits;
    this.arns = arns;
  }

  /**
   * What the registry holds beside a request.
   *
   * @param nameTaken an environment of this name exists and is not gone
   * @param environments how many there are
   * @param inCluster how many there are in the same cluster
   */
  public record Others(boolean nameTaken, int environments, int inCluster) {}

  /** A new environment, CREATING until others have judged it. */
  public Verdict<Environment> create(
      EnvironmentRequest request, Others others, String uuid, long version) {
    var rules = new Rules();
    rules
        .member(
            Names.resource(request.name(), limits.registry().nameLength()),
            "computeEnvironmentName",
            "Compute Environment name should match a valid pattern.")
        .member(request.managed() != null, "type", "type is required: MANAGED or UNMANAGED")
        .member(
            !Boolean.FALSE.equals(request.enabled()),
            "state",
            "Compute Environment must be created in ENABLED state.")
        .and(() -> cluster(request.eks()));
    if (Boolean.TRUE.equals(request.managed())) {
      managed(request, rules);
    } else {
      unmanaged(request, rules);
    }
    rules
        .and(() -> Tags.check("tags", request.tags(), limits.tagging()))
        .refuseIf(
            others.nameTaken(),
            new Refusal.AlreadyExists(
                "ComputeEnvironment", String.valueOf(request.name()), "Object already exists"))
        .atMost(
            others.environments() + 1,
            limits.registry().environments(),
            "computeEnvironmentName",
            "environments")
        .atMost(
            others.inCluster() + 1,
            limits.registry().environmentsPerCluster(),
            "eksConfiguration.eksClusterArn",
            "environments of one cluster");
    return rules.verdict(() -> build(request, uuid, version));
  }

  private Environment build(EnvironmentRequest request, String uuid, long version) {
    var eks = Objects.requireNonNull(request.eks());
    String name = Objects.requireNonNull(request.name());
    boolean managed = Boolean.TRUE.equals(request.managed());
    var types = request.resources() == null ? null : request.resources().instanceTypes();
    return new Environment(
        arns.environment(name),
        name,
        uuid,
        managed,
        true,
        EnvironmentStatus.CREATING,
        "",
        Objects.requireNonNull(eks.cluster()),
        Objects.requireNonNull(eks.namespace()),
        types == null ? Architecture.UNKNOWN : ComputeResources.architecture(types),
        version,
        version);
  }

  private Optional<Refusal> cluster(EnvironmentRequest.@Nullable Eks eks) {
    String at = "eksConfiguration";
    if (eks == null) {
      return Optional.of(
          new Refusal.Invalid(at, "eksConfiguration is required: environments run on Kubernetes"));
    }
    String cluster = eks.cluster() == null ? "" : eks.cluster();
    String namespace = eks.namespace() == null ? "" : eks.namespace();
    boolean arn = cluster.startsWith("arn:");
    return new Rules()
        .member(
            arn ? Names.eksArn(cluster) : Names.cluster(cluster),
            at + ".eksClusterArn",
            "eksClusterArn must be an EKS cluster ARN.")
        .member(
            !arn || cluster.split(":", 5)[3].equals(arns.region()),
            at + ".eksClusterArn",
            "eksClusterArn must be in the same AWS region as the compute environment")
        .and(
            () ->
                Namespaces.check(
                    namespace,
                    "kubernetesNamespace",
                    at + ".kubernetesNamespace",
                    limits.registry().namespaceLength()))
        .refusal();
  }

  private static void unmanaged(EnvironmentRequest request, Rules rules) {
    rules
        .member(
            request.resources() == null,
            "computeResources",
            "computeResources are only for MANAGED compute environments")
        .member(
            request.unmanagedVcpus() == null || request.unmanagedVcpus() >= 0,
            "unmanagedvCpus",
            "unmanagedvCpus should be greater than or equal to 0.");
  }

  private static void managed(EnvironmentRequest request, Rules rules) {
    rules
        .member(
            request.unmanagedVcpus() == null,
            "unmanagedvCpus",
            "unmanagedvCpus is not applicable for managed Compute Environments")
        .member(
            request.resources() != null,
            "computeResources",
            "computeResources must be provided for a MANAGED compute environment");
    var resources = request.resources();
    if (resources == null) {
      return;
    }
    String at = "computeResources.";
    rules
        .member(
            resources.type() == Type.EC2 || resources.type() == Type.SPOT,
            at + "type",
            "Supported compute types for EKS compute environments are [EC2, SPOT]")
        .member(
            resources.strategy() != null,
            at + "allocationStrategy",
            "allocationStrategy is required for EKS Compute Environments.")
        .member(resources.minVcpus() != null, at + "minvCpus", "Resource minvCpus is required.")
        .member(resources.maxVcpus() != null, at + "maxvCpus", "Resource maxvCpus is required.")
        .member(
            !resources.instanceTypes().isEmpty(),
            at + "instanceTypes",
            "Resource instanceTypes are required.")
        .member(!resources.subnets().isEmpty(), at + "subnets", "Resource subnets are required.")
        // AWS takes a second kind for types with GPUs; here an environment has one image.
        .refuseIf(resources.images() > 1, new Refusal.NotHonoured(at + "ec2Configuration[1]"));
    strategy(resources, rules);
    bounds(resources.minVcpus(), resources.maxVcpus(), rules);
    types(resources, rules);
    desired(resources, rules);
  }

  private static void strategy(ComputeResources resources, Rules rules) {
    var strategy = resources.strategy();
    if (strategy == null) {
      return;
    }
    String at = "computeResources.allocationStrategy";
    rules
        .member(
            strategy != ComputeResources.Strategy.BEST_FIT,
            at,
            "BEST_FIT is not supported for EKS Compute Environments.")
        .member(
            !strategy.spotOnly() || resources.type() == Type.SPOT,
            at,
            strategy + " is only for compute environments of type SPOT.")
        .member(
            strategy != ComputeResources.Strategy.BEST_FIT_PROGRESSIVE_ORDERED
                || resources.type() == Type.EC2,
            at,
            strategy + " is only for compute environments of type EC2.");
  }

  private static void bounds(@Nullable Integer min, @Nullable Integer max, Rules rules) {
    rules
        .member(
            min == null || min >= 0,
            "computeResources.minvCpus",
            "minvCpus should be greater than or equal to 0.")
        .member(
            max == null || max >= (min == null ? 0 : min),
            "computeResources.maxvCpus",
            "maxvCpus should be greater than or equal to minvCpus.");
  }

  private static void desired(ComputeResources resources, Rules rules) {
    Integer desired = resources.desiredVcpus();
    Integer min = resources.minVcpus();
    Integer max = resources.maxVcpus();
    rules.member(
        desired == null || (min != null && max != null && desired >= min && desired <= max),
        "computeResources.desiredvCpus",
        "desiredvCpus should be between minvCpus and maxvCpus.");
  }

  private static void types(ComputeResources resources, Rules rules) {
    String at = "computeResources.instanceTypes";
    var types = resources.instanceTypes();
    long arm = types.stream().filter(ComputeResources::arm).count();
    var strategy = resources.strategy();
    rules
        .member(
            arm == 0 || arm == types.size(),
            at,
            "arm-based instance type cannot be used with other instance types")
        .member(
            strategy == null
                || !strategy.ordered()
                || types.stream().noneMatch(ComputeResources::bundle),
            at,
            "Instance type bundles (e.g. optimal, default_x86_64) are not allowed for "
                + strategy
                + " allocation strategy. Specify instance families or types directly.");
  }

  /**
   * A changed environment, UPDATING until others have judged it as it is now.
   *
   * @param merged what its computeResources say with the request merged in; null where it has none
   */
  public Verdict<Environment> update(
      Environment environment,
      EnvironmentRequest.Update request,
      @Nullable ComputeResources merged,
      long version) {
    var rules =
        new Rules()
            .state(
                !environment.status().beingModified(),
                "ComputeEnvironment",
                "Cannot update" + MODIFIED)
            .member(
                environment.managed() || request.resources() == null,
                "computeResources",
                "computeResources are only for MANAGED compute environments")
            .member(
                !environment.managed() || request.unmanagedVcpus() == null,
                "unmanagedvCpus",
                "unmanagedvCpus is not applicable for managed Compute Environments")
            .member(
                request.unmanagedVcpus() == null || request.unmanagedVcpus() >= 0,
                "unmanagedvCpus",
                "unmanagedvCpus should be greater than or equal to 0.");
    if (merged != null) {
      strategy(merged, rules);
      bounds(merged.minVcpus(), merged.maxVcpus(), rules);
      types(merged, rules);
    }
    boolean enabled = request.enabled() == null ? environment.enabled() : request.enabled();
    return rules.verdict(
        () ->
            environment.changed(
                enabled,
                EnvironmentStatus.UPDATING,
                "",
                merged == null
                    ? environment.architecture()
                    : ComputeResources.architecture(merged.instanceTypes()),
                version));
  }

  /**
   * An environment on its way out: DISABLED and free of queues. It is gone once capacity-service
   * says that nothing of it is left; an UNMANAGED one at once.
   */
  public Verdict<Environment> delete(Environment environment, boolean inQueue, long version) {
    return new Rules()
        .state(
            !environment.status().beingModified(), "ComputeEnvironment", "Cannot delete" + MODIFIED)
        .state(
            !environment.enabled(),
            "ComputeEnvironment",
            "Cannot delete, resource must be DISABLED")
        .state(
            !inQueue, "ComputeEnvironment", "Cannot delete, found existing JobQueue relationship")
        .verdict(
            () ->
                environment.changed(
                    false,
                    environment.managed() ? EnvironmentStatus.DELETING : EnvironmentStatus.DELETED,
                    "",
                    environment.architecture(),
                    version));
  }
}
