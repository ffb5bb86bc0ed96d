package io.longshore.queue.core.definition;

import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a submission's overrides go into a definition (aws-batch section 1): command, args and image
 * replace; environment variables merge by name, new ones at the end; amounts merge by type; labels
 * and annotations merge by key.
 */
public final class Overrides {

  /** Name of a single container that was given none. */
  public static final String DEFAULT_CONTAINER = "Default";

  private Overrides() {}

  /** The pod with the override in it; a name that the definition does not have is refused. */
  public static Verdict<Pod> apply(Pod pod, PodOverride override) {
    String at = "eksPropertiesOverride.podProperties";
    var rules = new Rules();
    var containers = merge(pod.containers(), override.containers(), at + ".containers", rules);
    var init =
        merge(pod.initContainers(), override.initContainers(), at + ".initContainers", rules);
    return rules.verdict(
        () ->
            new Pod(
                pod.dnsPolicy(),
                containers,
                init,
                pod.volumes(),
                merge(pod.metadata(), override.metadata()),
                pod.security()));
  }

  private static List<Pod.Container> merge(
      List<Pod.Container> containers,
      List<PodOverride.Container> overrides,
      String at,
      Rules rules) {
    var merged = new ArrayList<>(containers);
    for (int i = 0; i < overrides.size(); i++) {
      var override = overrides.get(i);
      int target = find(containers, override.name());
      rules.member(
          target >= 0,
          at + "[" + i + "].name",
          "The container name: " + override.name() + " does not exist in the job definition.");
      if (target >= 0) {
        merged.set(target, merge(merged.get(target), override));
      }
    }
    return merged;
  }

  /** A single container may be meant without its name, or by the default name in any case. */
  private static int find(List<Pod.Container> containers, @Nullable String name) {
    for (int i = 0; i < containers.size(); i++) {
      if (name != null && name.equals(containers.get(i).name())) {
        return i;
      }
    }
    boolean alone = containers.size() == 1;
    boolean byDefault =
        name == null
            || (containers.size() == 1
                && containers.getFirst().name() == null
                && DEFAULT_CONTAINER.equalsIgnoreCase(name));
    return alone && byDefault ? 0 : -1;
  }

  private static Pod.Container merge(Pod.Container base, PodOverride.Container override) {
    return new Pod.Container(
        base.name(),
        override.image() != null ? override.image() : base.image(),
        base.imagePullPolicy(),
        override.command().isEmpty() ? base.command() : override.command(),
        override.args().isEmpty() ? base.args() : override.args(),
        mergeEnv(base.env(), override.env()),
        new Pod.Amounts(
            merge(base.resources().limits(), override.resources().limits()),
            merge(base.resources().requests(), override.resources().requests())),
        base.mounts(),
        base.security());
  }

  private static Pod.Metadata merge(Pod.Metadata base, Pod.Metadata override) {
    return new Pod.Metadata(
        merge(base.labels(), override.labels()),
        merge(base.annotations(), override.annotations()),
        override.namespace() != null ? override.namespace() : base.namespace());
  }

  private static Map<String, String> merge(Map<String, String> base, Map<String, String> override) {
    if (override.isEmpty()) {
      return base;
    }
    var merged = new HashMap<>(base);
    merged.putAll(override);
    return merged;
  }

  private static List<Pod.EnvironmentVariable> mergeEnv(
      List<Pod.EnvironmentVariable> base, List<Pod.EnvironmentVariable> override) {
    if (override.isEmpty()) {
      return base;
    }
    var merged = new LinkedHashMap<String, Pod.EnvironmentVariable>();
    base.forEach(v -> merged.put(v.name(), v));
    override.forEach(v -> merged.put(v.name(), v));
    return List.copyOf(merged.values());
  }

  /** The container job with the override in it. */
  public static ContainerJob apply(ContainerJob job, ContainerJob.Override override) {
    var requirements = new LinkedHashMap<ContainerJob.@Nullable Kind, ContainerJob.Requirement>();
    job.requirements().forEach(r -> requirements.put(r.kind(), r));
    Integer vcpus = job.vcpus();
    Integer memory = job.memory();
    // The old members of an override also beat the definition's requirements, and the other way
    // round.
    if (override.vcpus() != null) {
      vcpus = override.vcpus();
      requirements.remove(ContainerJob.Kind.VCPU);
    }
    if (override.memory() != null) {
      memory = override.memory();
      requirements.remove(ContainerJob.Kind.MEMORY);
    }
    for (var requirement : override.requirements()) {
      requirements.put(requirement.kind(), requirement);
      vcpus = requirement.kind() == ContainerJob.Kind.VCPU ? null : vcpus;
      memory = requirement.kind() == ContainerJob.Kind.MEMORY ? null : memory;
    }
    return new ContainerJob(
        job.image(),
        vcpus,
        memory,
        override.command().isEmpty() ? job.command() : override.command(),
        mergeEnv(job.environment(), override.environment()),
        List.copyOf(requirements.values()),
        job.privileged(),
        job.readOnlyRoot());
  }
}
