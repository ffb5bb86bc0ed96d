package io.longshore.queue.core.submit;

import io.longshore.queue.core.Payload;
import io.longshore.queue.core.definition.ContainerJob;
import io.longshore.queue.core.definition.PodOverride;
import io.longshore.queue.core.definition.Registration;
import io.longshore.queue.core.definition.Retry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to submit a job; members are null where unset.
 *
 * @param arrayGiven whether arrayProperties were given at all
 */
public record Submission(
    @Nullable String jobName,
    @Nullable String jobQueue,
    @Nullable String jobDefinition,
    @Nullable String shareIdentifier,
    @Nullable Integer schedulingPriority,
    boolean arrayGiven,
    @Nullable Integer arraySize,
    List<Dependency> dependsOn,
    Map<String, String> parameters,
    ContainerJob.@Nullable Override containerOverride,
    @Nullable PodOverride podOverride,
    @Nullable Retry retry,
    Registration.@Nullable Timeout timeout,
    @Nullable Boolean propagateTags,
    Map<String, String> tags,
    @Nullable String clientToken,
    Payload payload) {

  /** Copies the collections. */
  public Submission {
    dependsOn = List.copyOf(dependsOn);
    parameters = Map.copyOf(parameters);
    tags = Map.copyOf(tags);
  }

  /** How children of an array depend on others. */
  public enum Pairing {
    N_TO_N,
    SEQUENTIAL
  }

  /** An entry of dependsOn. */
  public record Dependency(@Nullable String jobId, @Nullable Pairing type) {}
}
