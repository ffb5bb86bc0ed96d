package io.longshore.placement.core.pod;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a job's pods look like in AWS Batch's words (podProperties), overrides merged and parameters
 * substituted. What is null or empty was not given.
 *
 * @param fromContainerProperties the definition was containerProperties: its command replaces the
 *     image's CMD, and {@code $(NAME)} in it is text
 * @param tags the job's tags
 */
public record PodTemplate(
    String namespace,
    String serviceAccount,
    @Nullable Boolean hostNetwork,
    String dnsPolicy,
    List<String> pullSecrets,
    List<Container> initContainers,
    List<Container> containers,
    List<Volume> volumes,
    Map<String, String> labels,
    Map<String, String> annotations,
    @Nullable Boolean shareProcessNamespace,
    @Nullable Security security,
    boolean fromContainerProperties,
    Map<String, String> tags) {

  /** Copies what could change, maps sorted by key. */
  public PodTemplate {
    pullSecrets = List.copyOf(pullSecrets);
    initContainers = List.copyOf(initContainers);
    containers = List.copyOf(containers);
    volumes = List.copyOf(volumes);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** User and groups of the whole pod; a container's own values go first. */
  public record Security(
      @Nullable Long runAsUser,
      @Nullable Long runAsGroup,
      @Nullable Boolean runAsNonRoot,
      @Nullable Long fsGroup,
      Container.@Nullable Seccomp seccomp) {}
}
