package io.longshore.capacity.core.launch;

import java.util.Map;
import java.util.Optional;

/**
 * How this installation's instances join their clusters.
 *
 * @param names prefixes of what is made
 * @param userData the form of the user data
 * @param image what instances boot where the environment does not say
 * @param clusters what nodeadm must know of each cluster, by name
 * @param nodeLabels further labels of every batch node
 */
public record LaunchSettings(
    Names names,
    UserDataForm userData,
    DefaultImage image,
    Map<String, ClusterAccess> clusters,
    Map<String, String> nodeLabels) {

  /** Copies. */
  public LaunchSettings {
    clusters = Map.copyOf(clusters);
    nodeLabels = Map.copyOf(nodeLabels);
  }

  /**
   * Prefixes.
   *
   * @param label of labels, the taint and tags, ending in a slash: {@code batch.longshore.io/}
   * @param resource of launch templates and groups: {@code longshore-}
   */
  public record Names(String label, String resource) {

    /** The label and tag that carries the environment's uuid. */
    public String environment() {
      return label + "compute-environment-uuid";
    }

    /** The label that no two nodes share: EC2's instance id, written by the user data. */
    public String instance() {
      return label + "instance-id";
    }

    /** The taint that keeps other pods away. */
    public String taint() {
      return label + "batch-node";
    }

    /** The tag with the fingerprint of the content that a thing was made from. */
    public String content() {
      return label + "content";
    }

    /** The launch template of an environment. */
    public String template(String uuid) {
      return resource + uuid;
    }

    /** The Auto Scaling group of an environment for a group of types. */
    public String group(String uuid, String key) {
      return resource + uuid + "-" + key;
    }
  }

  /**
   * The form of the user data.
   *
   * @param kind whose bootstrap runs
   * @param command the script that {@link Kind#BOOTSTRAP_SH} calls
   */
  public record UserDataForm(Kind kind, String command) {
    /** Whose bootstrap runs. */
    public enum Kind {
      /** As the image's kind says: nodeadm, or bootstrap.sh for Amazon Linux 2. */
      BY_IMAGE,
      /** A script called with the cluster's name and kubelet's further arguments. */
      BOOTSTRAP_SH,
      /** nodeadm of Amazon Linux 2023, with a NodeConfig. */
      NODEADM
    }
  }

  /**
   * What instances boot where the environment does not say.
   *
   * @param imageId an AMI, or a {@code resolve:ssm:} parameter with {@code {kubernetes}}, {@code
   *     {architecture}} and {@code {variant}} in it
   * @param kubernetesVersion the version for {@code {kubernetes}}
   */
  public record DefaultImage(String imageId, String kubernetesVersion) {}

  /**
   * What nodeadm must know of a cluster.
   *
   * @param endpoint the API server's URL
   * @param certificateAuthority its certificate, base64
   * @param cidr the services' addresses
   */
  public record ClusterAccess(String endpoint, String certificateAuthority, String cidr) {}

  /** What nodeadm must know of {@code cluster}. */
  public Optional<ClusterAccess> access(String cluster) {
    return Optional.ofNullable(clusters.get(cluster));
  }
}
