package io.longshore.queue.core.definition;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Rules;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules that definitions and submissions share: retries, timeout, scheduling priority. */
public final class AttemptRules {

  private AttemptRules() {}

  /** The retry strategy, where one is given. */
  public static Optional<Refusal> retry(
      String field, @Nullable Retry retry, Limits.Definitions limits) {
    return retry == null ? Optional.empty() : retry.check(field, limits);
  }

  /** The timeout, where one is given. */
  public static Optional<Refusal> timeout(
      String field, Registration.@Nullable Timeout timeout, Limits.Definitions limits) {
    return new Rules()
        .member(
            timeout == null
                || timeout.seconds() == null
                || timeout.seconds() >= limits.minTimeoutSeconds(),
            field + ".attemptDurationSeconds",
            "AttemptDurationSeconds in Timeout must be at least "
                + limits.minTimeoutSeconds()
                + " seconds.")
        .refusal();
  }

  /** The scheduling priority, where one is given. */
  public static Optional<Refusal> priority(
      String field, @Nullable Integer priority, Limits.Definitions limits) {
    return new Rules()
        .member(
            priority == null || (priority >= 0 && priority <= limits.priority()),
            field,
            "Scheduling priority must be between 0 and " + limits.priority() + ".")
        .refusal();
  }
}
