package io.longshore.capacity.core.launch;

import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Environment.Placement;
import io.longshore.capacity.core.Fingerprint;
import io.longshore.capacity.core.launch.LaunchSettings.UserDataForm.Kind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the launch template of an environment from its settings and this installation's. */
public final class Templates {

  private final LaunchSettings settings;

  /** What a template came to. */
  public sealed interface Result {
    /** The template. */
    record Made(TemplateSpec template) implements Result {}

    /** It cannot be made, and why, for the environment's status reason. */
    record Refused(String why) implements Result {}
  }

  /** Templates of an installation. */
  public Templates(LaunchSettings settings) {
    this.settings = settings;
  }

  /** The labels that every node of {@code environment} has, whatever its type. */
  public Map<String, String> nodeLabels(Environment environment) {
    var labels = new TreeMap<>(settings.nodeLabels());
    labels.put(settings.names().environment(), environment.uuid());
    return labels;
  }

  /** The template of {@code environment} for instances of {@code architecture}. */
  public Result of(Environment environment, String architecture, boolean gpus) {
    var userData = userData(environment);
    if (userData.isEmpty()) {
      return new Result.Refused(
          "the API server of cluster "
              + environment.cluster()
              + " is not configured for nodeadm (longshore.capacity.launch.clusters)");
    }
    var image = imageId(environment, architecture, gpus);
    if (image.isEmpty()) {
      return new Result.Refused(
          "neither the environment nor longshore.capacity.launch.image-id names an image");
    }
    var placement = environment.compute().placement();
    var booted =
        new Placement(
            List.of(),
            placement.securityGroups(),
            placement.keyPair(),
            placement.instanceProfile(),
            placement.placementGroup());
    var tags = tags(environment);
    var content = Fingerprint.of(image, userData, booted, new TreeMap<>(tags));
    tags.put(settings.names().content(), content);
    return new Result.Made(
        new TemplateSpec(
            settings.names().template(environment.uuid()),
            environment.uuid(),
            image,
            userData,
            booted,
            tags,
            content));
  }

  private Map<String, String> tags(Environment environment) {
    var tags = new TreeMap<>(environment.compute().tags());
    tags.putIfAbsent("Name", settings.names().resource() + environment.name());
    tags.put("kubernetes.io/cluster/" + environment.cluster(), "owned");
    tags.put(settings.names().environment(), environment.uuid());
    return tags;
  }

  private String userData(Environment environment) {
    var labels = nodeLabels(environment);
    var form = settings.userData();
    if (kind(environment) == Kind.BOOTSTRAP_SH) {
      return UserData.bootstrap(form.command(), environment.cluster(), labels, settings.names());
    }
    return settings
        .access(environment.cluster())
        .map(a -> UserData.nodeadm(environment.cluster(), a, labels, settings.names()))
        .orElse("");
  }

  private Kind kind(Environment environment) {
    if (settings.userData().kind() != Kind.BY_IMAGE) {
      return settings.userData().kind();
    }
    var imageType = environment.compute().image().imageType();
    boolean amazonLinux2 = imageType.equals("EKS_AL2") || imageType.equals("EKS_AL2_NVIDIA");
    return amazonLinux2 ? Kind.BOOTSTRAP_SH : Kind.NODEADM;
  }

  private String imageId(Environment environment, String architecture, boolean gpus) {
    var image = environment.compute().image();
    if (!image.imageId().isEmpty()) {
      return image.imageId();
    }
    var version =
        image.kubernetesVersion().isEmpty()
            ? settings.image().kubernetesVersion()
            : image.kubernetesVersion();
    boolean nvidia = gpus || image.imageType().endsWith("NVIDIA");
    return settings
        .image()
        .imageId()
        .replace("{kubernetes}", version)
        .replace("{architecture}", architecture.equals("arm64") ? "arm64" : "x86_64")
        .replace("{variant}", nvidia ? "nvidia" : "standard");
  }
}
