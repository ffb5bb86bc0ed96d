package io.longshore.queue.core.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to create a compute environment; members are null where unset.
 *
 * @param managed whether the type is MANAGED
 * @param enabled whether the state is ENABLED
 * @param unmanagedVcpus vCPUs of an UNMANAGED environment
 * @param eks null where no eksConfiguration was given
 */
public record EnvironmentRequest(
    @Nullable String name,
    @Nullable Boolean managed,
    @Nullable Boolean enabled,
    @Nullable Integer unmanagedVcpus,
    @Nullable ComputeResources resources,
    @Nullable Eks eks,
    Map<String, String> tags) {

  /** eksConfiguration. */
  public record Eks(@Nullable String cluster, @Nullable String namespace) {}

  /** A request to change one; what is null stays as it is. */
  public record Update(
      @Nullable Boolean enabled,
      @Nullable Integer unmanagedVcpus,
      @Nullable ComputeResources resources) {}
}
