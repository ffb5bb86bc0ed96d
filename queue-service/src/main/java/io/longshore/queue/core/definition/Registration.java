package io.longshore.queue.core.definition;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Names;
import io.longshore.queue.core.Payload;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Tags;
import io.longshore.queue.core.Verdict;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to register a definition. Members are null where unset.
 *
 * @param container whether the type is container; null where no type was given
 */
public record Registration(
    @Nullable String name,
    @Nullable Boolean container,
    Map<String, String> parameters,
    @Nullable Integer schedulingPriority,
    @Nullable Retry retry,
    @Nullable Timeout timeout,
    @Nullable ContainerJob containerJob,
    @Nullable Pod pod,
    boolean podGiven,
    boolean propagateTags,
    Map<String, String> tags,
    Payload payload) {

  /** The time an attempt may run; null seconds: given without a value. */
  public record Timeout(@Nullable Integer seconds) {}

  /** The body of the definition, or why there is none. */
  public Verdict<Definition.Body> check(Limits limits) {
    var defs = limits.definitions();
    return new Rules()
        .member(
            payload.bytes() <= defs.payloadBytes(),
            payload.largest(),
            "Job definition size must be less than "
                + kib(defs.payloadBytes())
                + " KiB, got "
                + kib(payload.bytes())
                + " KiB")
        .member(
            Names.resource(name, limits.registry().nameLength()),
            "jobDefinitionName",
            "Job Definition name should match a valid pattern.")
        .member(container != null, "type", "type is required: container")
        .refuseIf(Boolean.FALSE.equals(container), new Refusal.NotHonoured("type"))
        .member(
            containerJob == null || !podGiven,
            "eksProperties",
            "Cannot use both ECS containerProperties and eksProperties")
        .member(
            containerJob != null || podGiven,
            "containerProperties",
            "One of containerProperties and eksProperties is required.")
        .member(
            !podGiven || pod != null,
            "eksProperties.podProperties",
            "Containers must be provided for Batch on EKS jobs.")
        .member(
            !podGiven || !propagateTags,
            "propagateTags",
            "Batch on EKS does not support tag propagation.")
        .and(() -> AttemptRules.priority("schedulingPriority", schedulingPriority, defs))
        .and(() -> AttemptRules.retry("retryStrategy", retry, defs))
        .and(() -> AttemptRules.timeout("timeout", timeout, defs))
        .and(() -> Tags.check("tags", tags, limits.tagging()))
        .and(() -> checkBody(limits))
        .verdict(this::body);
  }

  private Optional<Refusal> checkBody(Limits limits) {
    if (pod != null) {
      return PodRules.check(pod, PodPaths.definition(), limits);
    }
    return containerJob == null
        ? Optional.empty()
        : ContainerRules.check(containerJob, "containerProperties", limits.definitions());
  }

  private Definition.Body body() {
    if (pod != null) {
      return new Definition.Body.AsPod(pod);
    }
    if (containerJob != null) {
      return new Definition.Body.AsContainer(containerJob);
    }
    throw new IllegalStateException("a registration without a body passed its rules");
  }

  private static int kib(int bytes) {
    return (bytes + 1023) / 1024;
  }
}
