package io.longshore.queue.core.registry;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the other services say of an environment, and the status that follows (design section 7): a
 * MANAGED environment is VALID when capacity-service and placement-service both say so, an
 * UNMANAGED one when placement-service does.
 */
public record Conditions(@Nullable Capacity capacity, @Nullable Cluster cluster) {

  /** Said where a cluster does not let jobs into the environment's namespace. */
  static final String NO_NAMESPACE = "CLIENT_ERROR - Unable to validate Kubernetes Namespace";

  /**
   * capacity-service's newest statement about the environment.
   *
   * @param registryVersion the version of the environment that it was judged by; 0: none could be
   *     judged yet, and the reason says what capacity-service waits for
   */
  public record Capacity(long registryVersion, boolean valid, String reason, boolean gone) {
    boolean judgedAny() {
      return registryVersion > 0;
    }
  }

  /**
   * placement-service's newest statement about the cluster.
   *
   * @param namespaces where batch pods may be created; empty: not said
   */
  public record Cluster(boolean reachable, String reason, List<String> namespaces) {}

  private record Derived(EnvironmentStatus status, String reason) {}

  /** The environment at the status that follows, at a new version; empty where nothing changes. */
  public Optional<Environment> derive(Environment environment, long newVersion) {
    Derived derived = derive(environment);
    boolean same =
        derived.status() == environment.status()
            && derived.reason().equals(environment.statusReason());
    return same
        ? Optional.empty()
        : Optional.of(environment.at(derived.status(), derived.reason(), newVersion));
  }

  private Derived derive(Environment environment) {
    boolean judged =
        capacity != null && capacity.registryVersion() >= environment.settingsVersion();
    return switch (environment.status()) {
      case DELETED -> new Derived(EnvironmentStatus.DELETED, "");
      case DELETING ->
          judged && capacity != null && capacity.gone()
              ? new Derived(EnvironmentStatus.DELETED, "")
              : new Derived(EnvironmentStatus.DELETING, "");
      case CREATING, UPDATING, VALID, INVALID -> judge(environment, judged);
    };
  }

  private Derived judge(Environment environment, boolean judged) {
    if (cluster == null) {
      return settled(environment.status())
          ? kept(environment)
          : new Derived(
              environment.status(),
              "Waits for a placement-service that serves cluster " + environment.cluster());
    }
    if (!cluster.reachable()) {
      return new Derived(
          EnvironmentStatus.INVALID,
          "CLIENT_ERROR - Kubernetes cluster cannot be reached: " + cluster.reason());
    }
    if (!cluster.namespaces().isEmpty()
        && !cluster.namespaces().contains(environment.namespace())) {
      return new Derived(EnvironmentStatus.INVALID, NO_NAMESPACE);
    }
    boolean heard = capacity != null && capacity.judgedAny();
    if (environment.managed() && !heard && settled(environment.status())) {
      return kept(environment);
    }
    if (environment.managed() && capacity != null && judged && !capacity.valid()) {
      return new Derived(EnvironmentStatus.INVALID, capacity.reason());
    }
    if (environment.managed() && !judged) {
      return new Derived(pending(environment.status()), awaited());
    }
    return new Derived(EnvironmentStatus.VALID, Environment.HEALTHY);
  }

  private String awaited() {
    return capacity == null || capacity.judgedAny()
        ? "Waits for capacity-service"
        : capacity.reason();
  }

  /** Who has just begun to listen has not heard all; what was judged stands until he has. */
  private static boolean settled(EnvironmentStatus status) {
    return status == EnvironmentStatus.VALID || status == EnvironmentStatus.INVALID;
  }

  private static Derived kept(Environment environment) {
    return new Derived(environment.status(), environment.statusReason());
  }

  /** An environment that was judged once does not go back to CREATING. */
  private static EnvironmentStatus pending(EnvironmentStatus present) {
    return present == EnvironmentStatus.CREATING
        ? EnvironmentStatus.CREATING
        : EnvironmentStatus.UPDATING;
  }
}
