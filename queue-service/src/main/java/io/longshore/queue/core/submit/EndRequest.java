package io.longshore.queue.core.submit;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Rules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules of CancelJob and TerminateJob, one job or many. */
public final class EndRequest {

  private EndRequest() {}

  /** What is wrong with a request for one job, if anything. */
  public static Optional<Refusal> check(
      @Nullable String jobId, @Nullable String reason, Limits.Jobs limits) {
    return new Rules()
        .member(jobId != null && !jobId.isEmpty(), "jobId", "jobId is required.")
        .and(() -> reason(reason, limits))
        .refusal();
  }

  /** What is wrong with a request for many jobs, if anything. */
  public static Optional<Refusal> check(
      List<String> jobs, @Nullable String reason, Limits.Jobs limits) {
    return new Rules()
        .member(!jobs.isEmpty(), "jobs", "jobs are required.")
        .atMost(jobs.size(), limits.bulk(), "jobs", "jobs")
        .and(() -> reason(reason, limits))
        .refusal();
  }

  private static Optional<Refusal> reason(@Nullable String reason, Limits.Jobs limits) {
    return new Rules()
        .member(reason != null && !reason.isBlank(), "reason", "reason is required.")
        .member(
            reason == null || reason.length() <= limits.reasonLength(),
            "reason",
            "reason has at most " + limits.reasonLength() + " characters.")
        .refusal();
  }
}
