package io.longshore.queue.core.submit;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Names;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Tags;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.definition.AttemptRules;
import io.longshore.queue.core.definition.ContainerJob;
import io.longshore.queue.core.definition.ContainerRules;
import io.longshore.queue.core.definition.Definition;
import io.longshore.queue.core.definition.Overrides;
import io.longshore.queue.core.definition.Parameters;
import io.longshore.queue.core.definition.Pod;
import io.longshore.queue.core.definition.PodOverride;
import io.longshore.queue.core.definition.PodPaths;
import io.longshore.queue.core.definition.PodRules;
import io.longshore.queue.core.definition.Retry;
import io.longshore.queue.core.definition.Shape;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.core.registry.Queue;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a submission to a job that is accepted, or to the reason why it is not. */
public final class SubmitRules {

  private static final String FAIR_SHARE_ONLY =
      "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with fair"
          + " share scheduling policy.";

  private final Limits limits;

  /** Rules of one installation. */
  public SubmitRules(Limits limits) {
    this.limits = limits;
  }

  /**
   * What a submission refers to, as it is in the transaction that will hold the job.
   *
   * @param queue the queue, null where there is none of this name
   * @param submitted jobs of the queue that are SUBMITTED
   * @param definition the revision, null where there is none that is ACTIVE
   * @param dependencies jobs named in dependsOn that exist, by UUID
   */
  public record Facts(
      @Nullable Queue queue,
      long submitted,
      @Nullable Definition definition,
      Map<String, Known> dependencies) {}

  /** A job that exists; the size is null where it is no array. */
  public record Known(@Nullable Integer arraySize) {}

  /** What can be said without looking anything up. */
  public Optional<Refusal> check(Submission submission) {
    var jobs = limits.jobs();
    return new Rules()
        .member(
            submission.payload().bytes() <= jobs.payloadBytes(),
            submission.payload().largest(),
            "Job size must be less than "
                + kib(jobs.payloadBytes())
                + " KiB, got "
                + kib(submission.payload().bytes())
                + " KiB")
        .member(
            Names.job(submission.jobName(), jobs.nameLength()),
            "jobName",
            "Job name should match a valid pattern.")
        .member(given(submission.jobQueue()), "jobQueue", "jobQueue is required.")
        .member(given(submission.jobDefinition()), "jobDefinition", "jobDefinition is required.")
        .member(
            submission.clientToken() == null
                || (!submission.clientToken().isEmpty()
                    && submission.clientToken().length() <= jobs.tokenLength()),
            "clientToken",
            "clientToken has 1 to " + jobs.tokenLength() + " characters.")
        .member(submission.shareIdentifier() == null, "shareIdentifier", FAIR_SHARE_ONLY)
        .member(
            submission.schedulingPriority() == null, "schedulingPriorityOverride", FAIR_SHARE_ONLY)
        .and(() -> array(submission))
        .and(() -> AttemptRules.retry("retryStrategy", submission.retry(), limits.definitions()))
        .and(() -> AttemptRules.timeout("timeout", submission.timeout(), limits.definitions()))
        .and(() -> Tags.check("tags", submission.tags(), limits.tagging()))
        .and(() -> Dependencies.check(submission, jobs))
        .refusal();
  }

  private Optional<Refusal> array(Submission submission) {
    var jobs = limits.jobs();
    Integer size = submission.arraySize();
    return new Rules()
        .member(
            !submission.arrayGiven()
                || (size != null && size >= jobs.minArraySize() && size <= jobs.arraySize()),
            "arrayProperties.size",
            "Array size must be between " + jobs.minArraySize() + " and " + jobs.arraySize() + ".")
        .refusal();
  }

  /** The job, once {@link #check} has passed; the id is new. */
  public Verdict<NewJob> accept(Submission submission, Facts facts, String id, Instant now) {
    var queue = facts.queue();
    if (queue == null) {
      return Verdict.refuse(
          new Refusal.NotFound("jobQueue", "JobQueue", text(submission.jobQueue())));
    }
    if (!queue.enabled() || queue.status() != EnvironmentStatus.VALID) {
      return Verdict.refuse(
          new Refusal.Conflict(
              "jobQueue",
              "JobQueue",
              "JobQueue "
                  + text(submission.jobQueue())
                  + " is not ENABLED, no jobs can be submitted."));
    }
    if (facts.submitted() >= limits.jobs().submitted()) {
      return Verdict.refuse(full(queue));
    }
    var definition = facts.definition();
    if (definition == null) {
      return Verdict.refuse(
          new Refusal.NotFound("jobDefinition", "JobDefinition", text(submission.jobDefinition())));
    }
    return Dependencies.resolve(submission, facts.dependencies())
        .then(
            dependsOn ->
                body(definition.body(), submission)
                    .map(
                        body ->
                            job(
                                submission,
                                queue,
                                definition,
                                body,
                                dependsOn,
                                new Issued(id, now))));
  }

  private Refusal full(Queue queue) {
    return new Refusal.Conflict(
        "jobQueue",
        "JobQueue",
        "JobQueue "
            + queue.name()
            + " has "
            + limits.jobs().submitted()
            + " jobs in SUBMITTED, no more can be submitted until they are scheduled.");
  }

  /** What the job runs, with overrides and before parameters. */
  private record Body(@Nullable ContainerJob container, Pod pod) {}

  private Verdict<Body> body(Definition.Body body, Submission submission) {
    return switch (body) {
      case Definition.Body.AsPod(var pod) -> pod(pod, submission);
      case Definition.Body.AsContainer(var container) -> container(container, submission);
    };
  }

  private Verdict<Body> pod(Pod pod, Submission submission) {
    var rules =
        new Rules()
            .member(
                submission.containerOverride() == null,
                "containerOverrides",
                "Container overrides or node overrides should not be set for Batch on EKS jobs.")
            .member(
                !Boolean.TRUE.equals(submission.propagateTags()),
                "propagateTags",
                "Batch on EKS does not support tag propagation.");
    PodOverride override = submission.podOverride();
    if (override == null) {
      return rules.verdict(() -> new Body(null, pod));
    }
    return rules
        .verdict(() -> pod)
        .then(base -> Overrides.apply(base, override))
        .then(
            merged ->
                new Rules()
                    .and(() -> PodRules.check(merged, PodPaths.override(override), limits))
                    .verdict(() -> new Body(null, merged)));
  }

  private Verdict<Body> container(ContainerJob container, Submission submission) {
    var rules =
        new Rules()
            .member(
                submission.podOverride() == null,
                "eksPropertiesOverride",
                "eksPropertiesOverride can only be set for jobs with eksProperties.");
    var override = submission.containerOverride();
    if (override == null) {
      return rules.verdict(() -> new Body(container, ContainerRules.toPod(container)));
    }
    return rules
        .and(() -> ContainerRules.check(override, limits.definitions(), limits.jobs()))
        .verdict(() -> Overrides.apply(container, override))
        .map(merged -> new Body(merged, ContainerRules.toPod(merged)));
  }

  /** What makes the job this one. */
  private record Issued(String id, Instant at) {}

  private static NewJob job(
      Submission submission,
      Queue queue,
      Definition definition,
      Body body,
      List<NewJob.DependsOn> dependsOn,
      Issued issued) {
    var parameters = Parameters.merge(definition.parameters(), submission.parameters());
    var substituted = Parameters.substitute(body.pod(), parameters);
    var retry = submission.retry() != null ? submission.retry() : definition.retry();
    var timeout =
        submission.timeout() != null ? submission.timeout().seconds() : definition.timeoutSeconds();
    return new NewJob(
        issued.id(),
        Objects.requireNonNull(submission.jobName()),
        queue.arn(),
        definition.arn(),
        issued.at(),
        List.copyOf(new LinkedHashSet<>(dependsOn)),
        submission.arraySize(),
        parameters,
        submission.tags(),
        submission.propagateTags() != null
            ? submission.propagateTags()
            : definition.propagateTags(),
        retry.attempts() == null ? Retry.NONE : retry,
        timeout,
        body.container(),
        substituted.pod(),
        Shape.of(substituted.pod()),
        substituted.failure());
  }

  private static boolean given(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static int kib(int bytes) {
    return (bytes + 1023) / 1024;
  }
}
