package io.longshore.queue.core.registry;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Names;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Tags;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.registry.Environment.Architecture;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules of job queues (aws-batch sections 2.7 and 4.4). */
public final class QueueRules {

  private static final String ORDER = "computeEnvironmentOrder";

  private final Limits limits;
  private final Arns arns;

  /** Rules of one installation. */
  public QueueRules(Limits limits, Arns arns) {
    this.limits = limits;
    this.arns = arns;
  }

  /** An entry of computeEnvironmentOrder; members are null where unset. */
  public record Entry(@Nullable Integer order, @Nullable String environment) {}

  /**
   * A request to create a queue; members are null where unset.
   *
   * @param type jobQueueType; null where unset
   */
  public record Request(
      @Nullable String name,
      @Nullable Boolean enabled,
      @Nullable Integer priority,
      List<Entry> environments,
      @Nullable String type,
      Map<String, String> tags) {}

  /** A request to change one; what is null stays, and so does an empty list. */
  public record Update(
      @Nullable Boolean enabled, @Nullable Integer priority, List<Entry> environments) {}

  /**
   * A new queue.
   *
   * @param known environments by name, without those that are gone
   */
  public Verdict<Queue> create(
      Request request,
      boolean nameTaken,
      int queues,
      Map<String, Environment> known,
      long version) {
    var rules =
        new Rules()
            .member(
                Names.resource(request.name(), limits.registry().nameLength()),
                "jobQueueName",
                "Job Queue name should match a valid pattern.")
            .member(request.priority() != null, "priority", "priority is required.")
            .member(
                request.type() == null || request.type().equals("EKS"),
                "jobQueueType",
                "Only job queues of type EKS exist here.")
            .member(!request.environments().isEmpty(), ORDER, ORDER + " is required.");
    order(request.environments(), Set.of(), known, rules);
    rules
        .and(() -> Tags.check("tags", request.tags(), limits.tagging()))
        .refuseIf(
            nameTaken,
            new Refusal.AlreadyExists(
                "JobQueue", String.valueOf(request.name()), "Object already exists"))
        .atMost(queues + 1, limits.registry().queues(), "jobQueueName", "job queues");
    return rules.verdict(
        () ->
            new Queue(
                arns.queue(Objects.requireNonNull(request.name())),
                Objects.requireNonNull(request.name()),
                !Boolean.FALSE.equals(request.enabled()),
                EnvironmentStatus.VALID,
                Objects.requireNonNull(request.priority()),
                inOrder(request.environments()),
                version));
  }

  /** A changed queue. */
  public Verdict<Queue> update(
      Queue queue, Update request, Map<String, Environment> known, long version) {
    var rules =
        new Rules()
            .state(
                !queue.status().beingModified(),
                "JobQueue",
                "Cannot update" + EnvironmentRules.MODIFIED);
    order(request.environments(), new HashSet<>(queue.environments()), known, rules);
    return rules.verdict(
        () ->
            new Queue(
                queue.arn(),
                queue.name(),
                request.enabled() == null ? queue.enabled() : request.enabled(),
                queue.status(),
                request.priority() == null ? queue.priority() : request.priority(),
                request.environments().isEmpty()
                    ? queue.environments()
                    : inOrder(request.environments()),
                version));
  }

  /** A queue on its way out; its jobs are terminated first. */
  public Verdict<Queue> delete(Queue queue, long version) {
    return new Rules()
        .state(
            !queue.status().beingModified(),
            "JobQueue",
            "Cannot delete" + EnvironmentRules.MODIFIED)
        .state(!queue.enabled(), "JobQueue", "Cannot delete, resource must be DISABLED")
        .verdict(
            () ->
                new Queue(
                    queue.arn(),
                    queue.name(),
                    false,
                    EnvironmentStatus.DELETING,
                    queue.priority(),
                    queue.environments(),
                    version));
  }

  private List<String> inOrder(List<Entry> entries) {
    return entries.stream()
        .sorted(Comparator.comparing(e -> Objects.requireNonNull(e.order())))
        .map(e -> name(e))
        .map(arns::environment)
        .toList();
  }

  private String name(Entry entry) {
    String reference = entry.environment() == null ? "" : entry.environment();
    return arns.name(Arns.Kind.COMPUTE_ENVIRONMENT, reference).orElse("");
  }

  private void order(
      List<Entry> entries, Set<String> attached, Map<String, Environment> known, Rules rules) {
    int most = limits.registry().environmentsPerQueue();
    rules.member(
        entries.size() <= most,
        ORDER,
        "Only " + most + " environments are allowed in job queue request.");
    var names = new HashSet<String>();
    var orders = new HashSet<Integer>();
    var architectures = new HashSet<Architecture>();
    for (int i = 0; i < entries.size() && rules.ok(); i++) {
      var entry = entries.get(i);
      String at = ORDER + "[" + i + "]";
      String name = name(entry);
      rules
          .member(entry.order() != null, at + ".order", "order is required.")
          .member(
              entry.environment() != null && !entry.environment().isEmpty(),
              at + ".computeEnvironment",
              "computeEnvironment is required.")
          .member(names.add(name), ORDER, "Duplicate ComputeEnvironments within order list.")
          .member(
              entry.order() == null || orders.add(entry.order()),
              ORDER,
              "Duplicate ComputeEnvironment order values.");
      var environment = known.get(name);
      if (environment == null) {
        rules.refuse(
            new Refusal.NotFound("ComputeEnvironment", String.valueOf(entry.environment())));
        return;
      }
      rules.state(
          attached.contains(environment.arn()) || environment.status() == EnvironmentStatus.VALID,
          at + ".computeEnvironment",
          "Compute Environments must be created and valid before attaching them to a job queue");
      architectures.add(environment.architecture());
    }
    architectures.remove(Architecture.UNKNOWN);
    rules.member(
        architectures.size() <= 1,
        ORDER,
        "All compute environments of a job queue must share the same architecture.");
  }
}
