package io.longshore.queue.core.definition;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Rules;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules of pods (aws-batch section 3.4), for definitions and for what overrides made of them. */
public final class PodRules {

  static final String RESERVED_VARIABLES = "AWS_BATCH";
  static final String RESERVED_VARIABLES_WHY =
      "Environment variables that start with AWS_BATCH are reserved.";

  private static final Pattern VOLUME_NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SIZE_LIMIT = Pattern.compile("[0-9]{1,12}Mi");
  private static final Set<String> DNS_POLICIES =
      Set.of("Default", "ClusterFirst", "ClusterFirstWithHostNet");

  private final PodPaths paths;
  private final Limits all;
  private final Limits.Definitions limits;
  private final Rules rules = new Rules();

  private PodRules(PodPaths paths, Limits limits) {
    this.paths = paths;
    this.all = limits;
    this.limits = limits.definitions();
  }

  /** What is wrong with the pod, if anything. */
  public static Optional<Refusal> check(Pod pod, PodPaths paths, Limits limits) {
    return new PodRules(paths, limits).check(pod);
  }

  private Optional<Refusal> check(Pod pod) {
    String at = paths.pod();
    rules
        .member(
            !pod.containers().isEmpty(),
            at + ".containers",
            "Containers must be provided for Batch on EKS jobs.")
        .atMost(pod.containers().size(), limits.containers(), at + ".containers", "containers")
        .atMost(
            pod.initContainers().size(),
            limits.initContainers(),
            at + ".initContainers",
            "init containers")
        .member(
            pod.dnsPolicy() == null || DNS_POLICIES.contains(pod.dnsPolicy()),
            at + ".dnsPolicy",
            "Unsupported DNS policy value.");
    names(pod);
    containers(pod, false);
    containers(pod, true);
    volumes(pod.volumes());
    rules.and(() -> Metadata.check(pod.metadata(), at + ".metadata", all));
    security(pod.security(), at + ".securityContext");
    return rules.refusal();
  }

  private void names(Pod pod) {
    boolean several = pod.containers().size() + pod.initContainers().size() > 1;
    var seen = new HashSet<String>();
    for (boolean init : new boolean[] {false, true}) {
      var list = init ? pod.initContainers() : pod.containers();
      for (int i = 0; i < list.size() && rules.ok(); i++) {
        String name = list.get(i).name();
        String effective = name == null ? Overrides.DEFAULT_CONTAINER : name;
        rules.member(
            !several || seen.add(effective),
            paths.container(init, i, name) + ".name",
            "The container name: " + effective + " must be unique in multi-container job.");
      }
    }
  }

  private void containers(Pod pod, boolean init) {
    var volumes = new HashSet<String>();
    pod.volumes().stream().filter(v -> v.name() != null).forEach(v -> volumes.add(v.name()));
    var list = init ? pod.initContainers() : pod.containers();
    for (int i = 0; i < list.size() && rules.ok(); i++) {
      var container = list.get(i);
      String at = paths.container(init, i, container.name());
      rules
          .member(
              container.image() != null && !container.image().isBlank(),
              at + ".image",
              "Container image must be provided.")
          .member(
              container.imagePullPolicy() == null
                  || Set.of("Always", "IfNotPresent", "Never")
                      .contains(container.imagePullPolicy()),
              at + ".imagePullPolicy",
              "Unsupported image pull policy value.");
      environment(container.env(), at);
      rules.and(() -> AmountRules.check(container.resources(), at + ".resources", !init, limits));
      mounts(container.mounts(), volumes, at);
      security(container.security(), at + ".securityContext");
    }
  }

  private void environment(List<Pod.EnvironmentVariable> env, String at) {
    for (int i = 0; i < env.size() && rules.ok(); i++) {
      String path = at + ".env[" + i + "].name";
      rules
          .member(!env.get(i).name().isEmpty(), path, "Environment variable name is required.")
          .member(!env.get(i).name().startsWith(RESERVED_VARIABLES), path, RESERVED_VARIABLES_WHY);
    }
  }

  private void mounts(List<Pod.Mount> mounts, Set<String> volumes, String at) {
    for (int i = 0; i < mounts.size() && rules.ok(); i++) {
      var mount = mounts.get(i);
      String path = at + ".volumeMounts[" + i + "]";
      rules
          .member(
              mount.name() != null && volumes.contains(mount.name()),
              path + ".name",
              "Volume mount " + mount.name() + " does not name a volume of the pod.")
          .member(
              mount.mountPath() != null && !mount.mountPath().isEmpty(),
              path + ".mountPath",
              "mountPath is required.");
    }
  }

  private void volumes(List<Pod.Volume> volumes) {
    var seen = new HashSet<String>();
    for (int i = 0; i < volumes.size() && rules.ok(); i++) {
      var volume = volumes.get(i);
      String at = paths.pod() + ".volumes[" + i + "]";
      rules
          .member(
              volume.name() != null && VOLUME_NAME.matcher(volume.name()).matches(),
              at + ".name",
              "Volume name must be a DNS label of at most 63 characters.")
          .member(
              volume.name() != null && seen.add(volume.name()),
              at + ".name",
              "Volume names must be unique.")
          .member(volume.sources() == 1, at, "A volume has exactly one source.")
          .member(
              volume.reference() != null && !volume.reference().isEmpty(),
              at,
              "A volume's path, secretName or claimName is required.")
          .member(
              isEmptyOrNull(volume.medium()) || "Memory".equals(volume.medium()),
              at + ".emptyDir.medium",
              "Invalid Volume mount. Allowed values - Memory or null.")
          .member(
              volume.sizeLimit() == null || SIZE_LIMIT.matcher(volume.sizeLimit()).matches(),
              at + ".emptyDir.sizeLimit",
              "Invalid empty dir size limit.");
    }
  }

  private static boolean isEmptyOrNull(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  private void security(Pod.Security security, String at) {
    for (long id : security.ids()) {
      rules.member(
          id >= 0 && id <= Integer.MAX_VALUE,
          at,
          "User and group ids lie between 0 and 2147483647.");
    }
    for (var capabilities : security.capabilities()) {
      rules.atMost(
          capabilities.size(), limits.capabilities(), at + ".capabilities", "capabilities a list");
      for (String capability : capabilities) {
        rules.member(
            !capability.isEmpty()
                && capability.length() <= limits.capabilityLength()
                && !capability.startsWith("CAP_"),
            at + ".capabilities",
            "Capabilities have 1 to "
                + limits.capabilityLength()
                + " characters and no prefix CAP_.");
      }
    }
    var seccomp = security.seccomp();
    if (seccomp == null) {
      return;
    }
    String profile = seccomp.localhostProfile();
    rules
        .member(seccomp.typed(), at + ".seccompProfile.type", "type is required.")
        .member(
            seccomp.localhost() == (profile != null),
            at + ".seccompProfile.localhostProfile",
            "localhostProfile is given with type Localhost and only there.")
        .member(
            profile == null || (!profile.isEmpty() && profile.length() <= limits.profileLength()),
            at + ".seccompProfile.localhostProfile",
            "localhostProfile has 1 to " + limits.profileLength() + " characters.");
  }
}
