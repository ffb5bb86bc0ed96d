package io.longshore.scheduler.core.job;

import org.jspecify.annotations.Nullable;

/**
 * One rule of evaluateOnExit: all patterns that are set must match. A trailing {@code *} is the
 * only wildcard.
 *
 * @param onStatusReason against the attempt's statusReason
 * @param onReason against a container's reason
 * @param onExitCode against a container's exit code in decimal
 * @param retry the action: RETRY or EXIT
 */
public record ExitRule(
    @Nullable String onStatusReason,
    @Nullable String onReason,
    @Nullable String onExitCode,
    boolean retry) {

  boolean matches(String statusReason, String reason, String exitCode) {
    return matches(onStatusReason, statusReason)
        && matches(onReason, reason)
        && matches(onExitCode, exitCode);
  }

  private static boolean matches(@Nullable String pattern, String subject) {
    if (pattern == null) {
      return true;
    }
    return pattern.endsWith("*")
        ? subject.startsWith(pattern.substring(0, pattern.length() - 1))
        : subject.equals(pattern);
  }
}
