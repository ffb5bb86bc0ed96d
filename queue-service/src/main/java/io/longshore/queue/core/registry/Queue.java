package io.longshore.queue.core.registry;

import java.util.List;

/**
 * A job queue as rules look at it.
 *
 * @param environments ARNs in their order
 */
public record Queue(
    String arn,
    String name,
    boolean enabled,
    EnvironmentStatus status,
    int priority,
    List<String> environments,
    long version) {

  /** What is said of a queue that is well. */
  public static final String HEALTHY = "JobQueue Healthy";

  /** Why the jobs of a deleted queue ended. */
  public static final String DELETED_REASON = "JobQueue deleted";

  /** Copies the list. */
  public Queue {
    environments = List.copyOf(environments);
  }

  /** The status to show and the words beside it. */
  public record Shown(EnvironmentStatus status, String reason) {}

  /** The status to show: a queue without one environment that is not INVALID is INVALID. */
  public Shown shown(List<EnvironmentStatus> environmentStatus) {
    if (status != EnvironmentStatus.VALID) {
      return new Shown(status, "");
    }
    boolean none =
        environmentStatus.stream()
            .allMatch(s -> s == EnvironmentStatus.INVALID || s == EnvironmentStatus.DELETED);
    return none
        ? new Shown(EnvironmentStatus.INVALID, "CE(s) associated with the job queue are invalid.")
        : new Shown(EnvironmentStatus.VALID, HEALTHY);
  }
}
