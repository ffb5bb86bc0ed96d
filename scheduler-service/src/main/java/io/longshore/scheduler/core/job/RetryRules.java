package io.longshore.scheduler.core.job;

import java.util.List;

/**
 * A job's retry strategy, as AWS Batch applies it: the first rule that matches decides, and where
 * none does the attempt is tried again while attempts are left.
 *
 * @param attempts 1 to 10, all told
 * @param rules in order
 */
public record RetryRules(int attempts, List<ExitRule> rules) {
  /** One attempt, no second. */
  public static final RetryRules ONCE = new RetryRules(1, List.of());

  public RetryRules {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts start at 1, got " + attempts);
    }
    rules = List.copyOf(rules);
  }

  /** Whether a failed attempt is followed by another. */
  public boolean retries(int failedAttempt, String statusReason, List<ContainerStatus> containers) {
    return failedAttempt < attempts && wanted(statusReason, containers);
  }

  private boolean wanted(String statusReason, List<ContainerStatus> containers) {
    for (var rule : rules) {
      if (matches(rule, statusReason, containers)) {
        return rule.retry();
      }
    }
    return true;
  }

  /** A pod fails by any of its containers, so a rule looks at each that ended badly. */
  private static boolean matches(
      ExitRule rule, String statusReason, List<ContainerStatus> containers) {
    var bad = containers.stream().filter(ContainerStatus::endedBadly).toList();
    if (bad.isEmpty()) {
      return rule.matches(statusReason, "", "");
    }
    return bad.stream()
        .anyMatch(c -> rule.matches(statusReason, c.reason(), String.valueOf(c.exitCode())));
  }
}
