package io.longshore.queue.core.submit;

import io.longshore.queue.core.definition.ContainerJob;
import io.longshore.queue.core.definition.Pod;
import io.longshore.queue.core.definition.Retry;
import io.longshore.queue.core.definition.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job that was accepted: definition, overrides and parameters are merged.
 *
 * @param propagateTags as the submission has it, else the definition; shown, without effect here
 * @param container the merged container of a job in the ECS style, null for one given as a pod
 * @param pod what its launches run
 * @param undispatchable why it can never be dispatched; it fails with this when its turn comes
 */
public record NewJob(
    String id,
    String name,
    String queueArn,
    String definitionArn,
    Instant createdAt,
    List<DependsOn> dependsOn,
    @Nullable Integer arraySize,
    Map<String, String> parameters,
    Map<String, String> tags,
    boolean propagateTags,
    Retry retry,
    @Nullable Integer timeoutSeconds,
    @Nullable ContainerJob container,
    Pod pod,
    Shape shape,
    @Nullable String undispatchable) {

  /** One thing that it waits for; the job is null for SEQUENTIAL, the kind for a whole job. */
  public record DependsOn(@Nullable JobId job, Submission.@Nullable Pairing kind) {}
}
