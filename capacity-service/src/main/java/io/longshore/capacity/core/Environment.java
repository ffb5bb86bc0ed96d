package io.longshore.capacity.core;

import java.util.List;
import java.util.Map;

/**
 * A compute environment as far as instances go.
 *
 * @param arn its ARN
 * @param name its name
 * @param uuid the value of its nodes' label; names everything that is made for it
 * @param version the registry version of these settings
 * @param life whether it is wanted
 * @param managed whether its nodes are ours to bring
 * @param cluster the cluster's name as kubelet's bootstrap wants it
 * @param compute its instances; that of an unmanaged environment is {@link Compute#NONE}
 */
public record Environment(
    String arn,
    String name,
    String uuid,
    long version,
    Life life,
    boolean managed,
    String cluster,
    Compute compute) {

  /** Whether an environment is wanted. */
  public enum Life {
    /** It is. */
    ACTIVE,
    /** It is, but takes no jobs: the scheduler asks for no more than its minimum. */
    DISABLED,
    /** It is to go: nothing new, and what exists goes once the scheduler has released it. */
    DELETING,
    /** Its registry has heard that nothing is left of it. */
    DELETED
  }

  /** Whether it is to go. */
  public boolean deleting() {
    return switch (life) {
      case ACTIVE, DISABLED -> false;
      case DELETING, DELETED -> true;
    };
  }

  /** Whether {@code that} asks for the same; its version may be another. */
  public boolean sameSettings(Environment that) {
    return life == that.life
        && managed == that.managed
        && name.equals(that.name)
        && uuid.equals(that.uuid)
        && cluster.equals(that.cluster)
        && compute.equals(that.compute);
  }

  /**
   * The instances of a managed environment.
   *
   * @param market where they are bought
   * @param strategy how their types are chosen
   * @param maximumVcpus never passed by more than one instance
   * @param instanceTypes types, families and bundles in the user's order
   * @param image what they start from
   * @param placement where they start
   * @param tags the user's tags for them
   * @param notHonoured a member that is set but not supported, for the reason; else empty
   */
  public record Compute(
      Market market,
      Strategy strategy,
      int maximumVcpus,
      List<String> instanceTypes,
      Image image,
      Placement placement,
      Map<String, String> tags,
      String notHonoured) {

    /** Copies. */
    public Compute {
      instanceTypes = List.copyOf(instanceTypes);
      tags = Map.copyOf(tags);
    }

    /** No instances. */
    public static final Compute NONE =
        new Compute(
            Market.ON_DEMAND,
            Strategy.BEST_FIT_PROGRESSIVE,
            0,
            List.of(),
            new Image("", "", ""),
            new Placement(List.of(), List.of(), "", "", ""),
            Map.of(),
            "");
  }

  /**
   * What an instance boots; all may be empty.
   *
   * @param imageId the user's AMI
   * @param imageType kind of image, such as {@code EKS_AL2023}
   * @param kubernetesVersion such as {@code 1.35}
   */
  public record Image(String imageId, String imageType, String kubernetesVersion) {}

  /**
   * Where and with what identity an instance boots; all but subnets may be empty.
   *
   * @param subnets subnets
   * @param securityGroups security groups
   * @param keyPair key pair
   * @param instanceProfile name or ARN of the instance profile
   * @param placementGroup placement group
   */
  public record Placement(
      List<String> subnets,
      List<String> securityGroups,
      String keyPair,
      String instanceProfile,
      String placementGroup) {
    /** Copies. */
    public Placement {
      subnets = List.copyOf(subnets);
      securityGroups = List.copyOf(securityGroups);
    }
  }
}
