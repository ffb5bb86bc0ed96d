package io.longshore.queue.core.registry;

import io.longshore.queue.core.registry.Environment.Architecture;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * computeResources of a request as far as rules look at it; members are null where unset.
 *
 * @param images entries of ec2Configuration
 */
public record ComputeResources(
    @Nullable Type type,
    @Nullable Strategy strategy,
    @Nullable Integer minVcpus,
    @Nullable Integer maxVcpus,
    @Nullable Integer desiredVcpus,
    List<String> instanceTypes,
    List<String> subnets,
    int images) {

  private static final Pattern ARM =
      Pattern.compile("(a1|[a-z]+[0-9]+g[a-z]*)(\\..*)?|default_arm64");

  /** Copies the lists. */
  public ComputeResources {
    instanceTypes = List.copyOf(instanceTypes);
    subnets = List.copyOf(subnets);
  }

  /** Where instances come from. */
  public enum Type {
    EC2,
    SPOT,
    /** A kind that AWS has and no Kubernetes cluster does. */
    OTHER
  }

  /** How instance types are chosen. */
  public enum Strategy {
    BEST_FIT,
    BEST_FIT_PROGRESSIVE,
    BEST_FIT_PROGRESSIVE_ORDERED,
    SPOT_CAPACITY_OPTIMIZED,
    SPOT_PRICE_CAPACITY_OPTIMIZED,
    SPOT_CAPACITY_OPTIMIZED_PRIORITIZED;

    boolean spotOnly() {
      return name().startsWith("SPOT_");
    }

    boolean ordered() {
      return this == BEST_FIT_PROGRESSIVE_ORDERED || this == SPOT_CAPACITY_OPTIMIZED_PRIORITIZED;
    }
  }

  static boolean bundle(String type) {
    return type.equals("optimal") || type.startsWith("default_");
  }

  static boolean arm(String type) {
    return ARM.matcher(type).matches();
  }

  /** The architecture of the instance types, which is one. */
  public static Architecture architecture(List<String> instanceTypes) {
    if (instanceTypes.isEmpty()) {
      return Architecture.UNKNOWN;
    }
    return arm(instanceTypes.getFirst()) ? Architecture.ARM : Architecture.X86;
  }
}
