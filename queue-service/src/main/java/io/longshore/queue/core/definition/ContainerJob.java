package io.longshore.queue.core.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job in the ECS style (containerProperties), as far as it runs as a pod. vcpus and memory are
 * the old members, in whole vCPUs and MiB; null where unset.
 */
public record ContainerJob(
    @Nullable String image,
    @Nullable Integer vcpus,
    @Nullable Integer memory,
    List<String> command,
    List<Pod.EnvironmentVariable> environment,
    List<Requirement> requirements,
    @Nullable Boolean privileged,
    @Nullable Boolean readOnlyRoot) {

  /** Copies the lists. */
  public ContainerJob {
    command = List.copyOf(command);
    environment = List.copyOf(environment);
    requirements = List.copyOf(requirements);
  }

  /** Kinds of requirement. */
  public enum Kind {
    GPU,
    VCPU,
    MEMORY
  }

  /** An amount as it was written; kind and value are null where unset. */
  public record Requirement(@Nullable Kind kind, @Nullable String value) {}

  /** What a submission changes (containerOverrides). */
  public record Override(
      @Nullable Integer vcpus,
      @Nullable Integer memory,
      List<String> command,
      List<Pod.EnvironmentVariable> environment,
      List<Requirement> requirements) {

    /** Copies the lists. */
    public Override {
      command = List.copyOf(command);
      environment = List.copyOf(environment);
      requirements = List.copyOf(requirements);
    }
  }
}
