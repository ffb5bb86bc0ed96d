package io.longshore.placement.core.pod;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A container as a template asks for it and as a plan has it.
 *
 * @param name its name in the pod, empty where the template gives none
 * @param image image with tag or digest
 * @param imagePullPolicy Always, IfNotPresent, Never, or empty for Kubernetes' own default
 * @param command replaces the image's ENTRYPOINT, empty keeps it
 * @param args replaces the image's CMD, empty keeps it
 * @param env plain variables, in order
 * @param limits Kubernetes quantities by resource
 * @param requests Kubernetes quantities by resource
 * @param mounts where volumes appear
 * @param security user and privileges, where any are given
 */
public record Container(
    String name,
    String image,
    String imagePullPolicy,
    List<String> command,
    List<String> args,
    List<Variable> env,
    Map<String, String> limits,
    Map<String, String> requests,
    List<Mount> mounts,
    @Nullable Security security) {

  /** Copies what could change, maps sorted by key. */
  public Container {
    command = List.copyOf(command);
    args = List.copyOf(args);
    env = List.copyOf(env);
    limits = Collections.unmodifiableMap(new TreeMap<>(limits));
    requests = Collections.unmodifiableMap(new TreeMap<>(requests));
    mounts = List.copyOf(mounts);
  }

  /** An environment variable. */
  public record Variable(String name, String value) {}

  /** Where a volume appears; {@code subPath} empty for its root. */
  public record Mount(String volume, String path, String subPath, boolean readOnly) {}

  /** User and privileges of a container; what is null is left to pod, image or Kubernetes. */
  public record Security(
      @Nullable Long runAsUser,
      @Nullable Long runAsGroup,
      @Nullable Boolean privileged,
      @Nullable Boolean allowPrivilegeEscalation,
      @Nullable Boolean readOnlyRootFilesystem,
      @Nullable Boolean runAsNonRoot,
      List<String> addCapabilities,
      List<String> dropCapabilities,
      @Nullable Seccomp seccomp) {}

  /** A filter of system calls: RuntimeDefault, Localhost with a profile, or Unconfined. */
  public record Seccomp(String type, String localhostProfile) {}
}
