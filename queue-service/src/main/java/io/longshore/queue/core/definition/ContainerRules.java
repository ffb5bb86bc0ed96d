package io.longshore.queue.core.definition;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.definition.ContainerJob.Kind;
import io.longshore.queue.core.definition.ContainerJob.Requirement;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules of containerProperties, and the pod that they become. */
public final class ContainerRules {

  private ContainerRules() {}

  /** What is wrong with a definition's container, if anything. */
  public static Optional<Refusal> check(ContainerJob job, String at, Limits.Definitions limits) {
    var rules =
        new Rules()
            .member(
                job.image() != null && !job.image().isBlank(),
                at + ".image",
                "ECS Container Image must be provided.");
    environment(job.environment(), at, rules);
    requirements(job.requirements(), at, rules, limits);
    var given = byKind(job.requirements());
    rules
        .member(
            job.vcpus() == null || !given.containsKey(Kind.VCPU),
            at + ".vcpus",
            "Cannot use both ECS containerProperties vcpus and resourceRequirement VCPU.")
        .member(
            job.memory() == null || !given.containsKey(Kind.MEMORY),
            at + ".memory",
            "Cannot use both ECS containerProperties memory and resourceRequirement MEMORY.")
        .member(
            job.vcpus() != null || given.containsKey(Kind.VCPU),
            at + ".resourceRequirements",
            "vCPU is required.")
        .member(
            job.memory() != null || given.containsKey(Kind.MEMORY),
            at + ".resourceRequirements",
            "Memory is required.");
    legacy(job.vcpus(), job.memory(), at, rules, limits);
    return rules.refusal();
  }

  /** What is wrong with an override by itself, if anything. */
  public static Optional<Refusal> check(
      ContainerJob.Override override, Limits.Definitions limits, Limits.Jobs jobs) {
    String at = "containerOverrides";
    var rules =
        new Rules()
            .member(
                length(override) <= jobs.overrideLength(),
                at,
                "Container Overrides length must be at most " + jobs.overrideLength());
    environment(override.environment(), at, rules);
    requirements(override.requirements(), at, rules, limits);
    legacy(override.vcpus(), override.memory(), at, rules, limits);
    return rules.refusal();
  }

  /** Characters of the document that AWS limits: environment, command and resources. */
  private static int length(ContainerJob.Override override) {
    int sum = override.command().stream().mapToInt(String::length).sum();
    for (var variable : override.environment()) {
      sum += variable.name().length() + (variable.value() == null ? 0 : variable.value().length());
    }
    for (var requirement : override.requirements()) {
      sum += requirement.value() == null ? 0 : requirement.value().length();
    }
    return sum;
  }

  private static void environment(List<Pod.EnvironmentVariable> variables, String at, Rules rules) {
    for (int i = 0; i < variables.size() && rules.ok(); i++) {
      String name = variables.get(i).name();
      rules
          .member(
              !name.isEmpty(),
              at + ".environment[" + i + "].name",
              "Environment variable name is required.")
          .member(
              !name.startsWith(PodRules.RESERVED_VARIABLES),
              at + ".environment[" + i + "].name",
              PodRules.RESERVED_VARIABLES_WHY);
    }
  }

  private static void requirements(
      List<Requirement> requirements, String at, Rules rules, Limits.Definitions limits) {
    rules.member(
        byKind(requirements).size() == requirements.size()
            || requirements.stream().anyMatch(r -> r.kind() == null),
        at + ".resourceRequirements",
        "Cannot provide duplicates in resourceRequirements.");
    for (int i = 0; i < requirements.size() && rules.ok(); i++) {
      String path = at + ".resourceRequirements[" + i + "]";
      var requirement = requirements.get(i);
      String value = requirement.value() == null ? "" : requirement.value();
      if (requirement.kind() == null) {
        rules.member(false, path + ".type", "type is one of GPU, VCPU, MEMORY");
        return;
      }
      boolean numeric =
          requirement.kind() == Kind.VCPU ? Quantities.isDecimal(value) : Quantities.isWhole(value);
      rules.member(
          numeric,
          path + ".value",
          "Value "
              + value
              + " for type "
              + requirement.kind()
              + " in resourceRequirements is not valid. Please provide a numeric value.");
      if (numeric) {
        amount(requirement.kind(), value, path + ".value", rules, limits);
      }
    }
  }

  private static void amount(
      Kind kind, String value, String at, Rules rules, Limits.Definitions limits) {
    switch (kind) {
      case VCPU ->
          rules
              .member(
                  Double.parseDouble(value) >= limits.minVcpus(),
                  at,
                  "vCPU must be at least " + plain(limits.minVcpus()) + ", got " + value + ".")
              .member(
                  Quantities.cpuIsRight(value), at, "vCPU is a whole number or a multiple of 0.25");
      case MEMORY ->
          rules.member(Long.parseLong(value) >= limits.minMemoryMib(), at, tooSmall(value, limits));
      case GPU ->
          rules.member(
              Quantities.gpuIsRight(value), at, "GPU must be at least 1, got " + value + ".");
    }
  }

  private static void legacy(
      @Nullable Integer vcpus,
      @Nullable Integer memory,
      String at,
      Rules rules,
      Limits.Definitions limits) {
    rules
        .member(
            vcpus == null || vcpus >= limits.minVcpus(),
            at + ".vcpus",
            "vCPU must be at least " + plain(limits.minVcpus()) + ", got " + vcpus + ".")
        .member(
            memory == null || memory >= limits.minMemoryMib(),
            at + ".memory",
            tooSmall(String.valueOf(memory), limits));
  }

  private static String tooSmall(String memory, Limits.Definitions limits) {
    return "Memory must be at least " + limits.minMemoryMib() + " Mib, got " + memory + " Mib.";
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static Map<Kind, String> byKind(List<Requirement> requirements) {
    var map = new EnumMap<Kind, String>(Kind.class);
    for (var r : requirements) {
      if (r.kind() != null && r.value() != null) {
        map.put(r.kind(), r.value());
      }
    }
    return map;
  }

  /**
   * The pod that runs the container: the command goes to args, so that the image's entry point
   * stays; memory and GPUs are limits too, vCPUs are shares as under ECS.
   */
  public static Pod toPod(ContainerJob job) {
    var given = byKind(job.requirements());
    var requests = new HashMap<String, String>();
    var limits = new HashMap<String, String>();
    requests.put(Quantities.CPU, given.getOrDefault(Kind.VCPU, String.valueOf(job.vcpus())));
    String memory = given.getOrDefault(Kind.MEMORY, String.valueOf(job.memory())) + "Mi";
    requests.put(Quantities.MEMORY, memory);
    limits.put(Quantities.MEMORY, memory);
    if (given.containsKey(Kind.GPU)) {
      requests.put(Quantities.GPU, given.get(Kind.GPU));
      limits.put(Quantities.GPU, given.get(Kind.GPU));
    }
    var container =
        new Pod.Container(
            "default",
            job.image(),
            null,
            List.of(),
            job.command(),
            job.environment(),
            new Pod.Amounts(limits, requests),
            List.of(),
            new Pod.Security(List.of(), List.of(), job.privileged(), job.readOnlyRoot(), null));
    return new Pod(
        null, List.of(container), List.of(), List.of(), Pod.Metadata.NONE, Pod.Security.NONE);
  }
}
