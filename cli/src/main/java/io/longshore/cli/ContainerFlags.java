package io.longshore.cli;

import io.longshore.api.batch.v1.EksContainerEnvironmentVariable;
import io.longshore.api.batch.v1.EksContainerResourceRequirements;
import io.longshore.api.batch.v1.KeyValuePair;
import io.longshore.api.batch.v1.ResourceRequirement;
import io.longshore.api.batch.v1.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a container runs and needs, for a definition or a submission's overrides. */
final class ContainerFlags {
  @Option(
      names = "--vcpus",
      paramLabel = "N",
      description = "vCPUs; fractions such as 0.5 are allowed.")
  private @Nullable String vcpus;

  @Option(names = "--memory", paramLabel = "MIB", description = "Memory in MiB.")
  private @Nullable String memory;

  @Option(names = "--gpus", paramLabel = "N", description = "Whole GPUs.")
  private @Nullable String gpus;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=VALUE",
      description = "An environment variable; can be repeated.")
  private Map<String, String> env = new LinkedHashMap<>();

  @Option(
      names = "--eks",
      description = "The container is one of a pod (eksProperties), not containerProperties.")
  private boolean eks;

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description = "With --eks: the container's name; not needed where the pod has one container.")
  private @Nullable String container;

  @Option(names = "--image", paramLabel = "IMAGE", description = "The container's image.")
  private @Nullable String image;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "What to run, with its arguments; behind -- where it starts with a dash.")
  private List<String> command = new ArrayList<>();

  boolean isPod() {
    return eks;
  }

  /** Whether anything of the container was given. */
  boolean isGiven() {
    return !command.isEmpty()
        || !env.isEmpty()
        || vcpus != null
        || memory != null
        || gpus != null
        || image != null
        || container != null;
  }

  @Nullable String image() {
    return image;
  }

  @Nullable String container() {
    return container;
  }

  List<String> command() {
    return command;
  }

  /** The variables in the ECS style. */
  List<KeyValuePair> environment() {
    return env.entrySet().stream()
        .map(pair -> KeyValuePair.newBuilder().setName(pair.getKey()).setValue(pair.getValue()))
        .map(KeyValuePair.Builder::build)
        .toList();
  }

  /** The amounts in the ECS style. */
  List<ResourceRequirement> requirements() {
    var all = new ArrayList<ResourceRequirement>();
    add(all, ResourceType.RESOURCE_TYPE_VCPU, vcpus);
    add(all, ResourceType.RESOURCE_TYPE_MEMORY, memory);
    add(all, ResourceType.RESOURCE_TYPE_GPU, gpus);
    return all;
  }

  private static void add(
      List<ResourceRequirement> to, ResourceType type, @Nullable String amount) {
    if (amount != null) {
      to.add(ResourceRequirement.newBuilder().setType(type).setValue(amount).build());
    }
  }

  /** The variables of a pod's container. */
  List<EksContainerEnvironmentVariable> podEnvironment() {
    return env.entrySet().stream()
        .map(
            pair ->
                EksContainerEnvironmentVariable.newBuilder()
                    .setName(pair.getKey())
                    .setValue(pair.getValue())
                    .build())
        .toList();
  }

  /**
   * The amounts of a pod's container; limits equal requests, as AWS wants it of memory and GPUs.
   */
  EksContainerResourceRequirements podResources() {
    var amounts = new LinkedHashMap<String, String>();
    if (vcpus != null) {
      amounts.put("cpu", vcpus);
    }
    if (memory != null) {
      amounts.put("memory", memory + "Mi");
    }
    if (gpus != null) {
      amounts.put("nvidia.com/gpu", gpus);
    }
    return EksContainerResourceRequirements.newBuilder()
        .putAllLimits(amounts)
        .putAllRequests(amounts)
        .build();
  }
}
