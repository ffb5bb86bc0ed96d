package io.longshore.cli;

import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.cli.AwsJson.BadJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** CreateComputeEnvironment. */
@Command(
    name = "create-environment",
    aliases = "create-compute-environment",
    description = "Makes a compute environment (CreateComputeEnvironment).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore create-environment spot --type SPOT --cluster local --namespace batch \\",
      "      --max-vcpus 256 --instance-type m6i --instance-type c6i --subnet subnet-1 --wait",
      "  longshore create-environment lab --type UNMANAGED --cluster lab --namespace batch",
      "  longshore create-environment -f environment.json"
    })
final class CreateEnvironmentCommand extends Registering {
  /** What the environment's instances are. */
  enum Kind {
    EC2,
    SPOT,
    UNMANAGED
  }

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the environment.")
  private @Nullable String name;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "EC2 or SPOT (MANAGED), or UNMANAGED for nodes of your own.")
  private @Nullable Kind kind;

  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      description = "ARN of the cluster, or the name that placement-service knows it by.")
  private @Nullable String cluster;

  @Option(names = "--namespace", paramLabel = "NAMESPACE", description = "Namespace of its pods.")
  private @Nullable String namespace;

  @Option(
      names = "--min-vcpus",
      paramLabel = "N",
      description = "vCPUs that are always held; 0 by default.")
  private @Nullable Integer minVcpus;

  @Option(
      names = "--max-vcpus",
      paramLabel = "N",
      description = "vCPUs at most; for UNMANAGED what fair share reckons with.")
  private @Nullable Integer maxVcpus;

  @Option(
      names = "--instance-type",
      paramLabel = "TYPE",
      description = "A type, a family or optimal; can be repeated. optimal by default.")
  private List<String> instanceTypes = new ArrayList<>();

  @Option(
      names = "--subnet",
      paramLabel = "ID",
      description = "A subnet of the instances; EC2 and SPOT need at least one. Can be repeated.")
  private List<String> subnets = new ArrayList<>();

  @Option(
      names = "--security-group",
      paramLabel = "ID",
      description = "A security group; can be repeated.")
  private List<String> securityGroups = new ArrayList<>();

  @Option(
      names = "--instance-role",
      paramLabel = "ROLE",
      description = "Instance profile of the instances.")
  private @Nullable String instanceRole;

  @Option(
      names = "--allocation-strategy",
      paramLabel = "STRATEGY",
      description =
          "BEST_FIT_PROGRESSIVE for EC2, SPOT_PRICE_CAPACITY_OPTIMIZED for SPOT by default.")
  private @Nullable String allocationStrategy;

  @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A tag; can be repeated.")
  private Map<String, String> tags = new LinkedHashMap<>();

  CreateEnvironmentCommand(Longshore longshore) {
    super(longshore, "created", Settled.Thing.ENVIRONMENT);
  }

  @Override
  Answer send() throws BadJson {
    var made = longshore().call().createComputeEnvironment(request());
    return new Answer(made.getComputeEnvironmentName(), made);
  }

  private CreateComputeEnvironmentRequest request() throws BadJson {
    var request = fromFile(CreateComputeEnvironmentRequest.newBuilder());
    setIfGiven(name, request::setComputeEnvironmentName);
    setIfGiven(cluster, value -> request.getEksConfigurationBuilder().setEksClusterArn(value));
    setIfGiven(
        namespace, value -> request.getEksConfigurationBuilder().setKubernetesNamespace(value));
    request.putAllTags(tags);
    if (!request.hasState()) {
      request.setState(CEState.CE_STATE_ENABLED);
    }
    if (kind == Kind.UNMANAGED) {
      request.setType(CEType.CE_TYPE_UNMANAGED);
      setIfGiven(maxVcpus, request::setUnmanagedVcpus);
    } else {
      managed(request);
    }
    if (!request.hasComputeEnvironmentName() || !request.hasType()) {
      throw usage("the environment needs a name and a --type");
    }
    return request.build();
  }

  private void managed(CreateComputeEnvironmentRequest.Builder request) {
    if (kind != null) {
      request.setType(CEType.CE_TYPE_MANAGED);
      defaults(kind, request.getComputeResourcesBuilder());
    }
    if (request.getType() == CEType.CE_TYPE_MANAGED) {
      ComputeResource.Builder resources = request.getComputeResourcesBuilder();
      setIfGiven(minVcpus, resources::setMinVcpus);
      setIfGiven(maxVcpus, resources::setMaxVcpus);
      setIfGiven(instanceRole, resources::setInstanceRole);
      setIfGiven(allocationStrategy, value -> resources.setAllocationStrategy(strategy(value)));
      resources.addAllInstanceTypes(instanceTypes);
      resources.addAllSubnets(subnets);
      resources.addAllSecurityGroupIds(securityGroups);
      if (resources.getInstanceTypesCount() == 0) {
        resources.addInstanceTypes("optimal");
      }
      if (resources.getSubnetsCount() == 0) {
        throw usage("a MANAGED environment needs at least one --subnet");
      }
    }
  }

  private static void defaults(Kind kind, ComputeResource.Builder resources) {
    boolean spot = kind == Kind.SPOT;
    resources.setType(spot ? CRType.CR_TYPE_SPOT : CRType.CR_TYPE_EC2);
    if (!resources.hasMinVcpus()) {
      resources.setMinVcpus(0);
    }
    if (!resources.hasAllocationStrategy()) {
      resources.setAllocationStrategy(
          spot
              ? CRAllocationStrategy.CR_ALLOCATION_STRATEGY_SPOT_PRICE_CAPACITY_OPTIMIZED
              : CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE);
    }
  }

  private CRAllocationStrategy strategy(String text) {
    for (CRAllocationStrategy one : CRAllocationStrategy.values()) {
      if (AwsJson.literal(one).equalsIgnoreCase(text)) {
        return one;
      }
    }
    throw usage("there is no allocation strategy " + text);
  }
}
