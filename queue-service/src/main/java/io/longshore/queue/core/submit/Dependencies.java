package io.longshore.queue.core.submit;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.Submission.Dependency;
import io.longshore.queue.core.submit.Submission.Pairing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules of dependsOn (aws-batch section 2.2). */
public final class Dependencies {

  private Dependencies() {}

  /** What can be said without knowing the jobs named. */
  static Optional<Refusal> check(Submission submission, Limits.Jobs limits) {
    var rules =
        new Rules()
            .atMost(
                submission.dependsOn().size(), limits.dependencies(), "dependsOn", "dependencies");
    for (int i = 0; i < submission.dependsOn().size() && rules.ok(); i++) {
      var dependency = submission.dependsOn().get(i);
      String at = "dependsOn[" + i + "]";
      boolean named = dependency.jobId() != null && !dependency.jobId().isEmpty();
      boolean sequential = dependency.type() == Pairing.SEQUENTIAL;
      rules
          .member(
              named || sequential,
              at + ".jobId",
              "jobId is required except for dependencies of type SEQUENTIAL.")
          .member(
              !named || !sequential,
              at + ".jobId",
              "A dependency of type SEQUENTIAL names no job: it is within the array.")
          .member(
              dependency.type() == null || submission.arraySize() != null,
              at + ".type",
              "Dependencies of type N_TO_N and SEQUENTIAL are only for array jobs.");
      if (named && JobId.parse(String.valueOf(dependency.jobId())).isEmpty()) {
        rules.refuse(
            new Refusal.NotFound(at + ".jobId", "Job", String.valueOf(dependency.jobId())));
      }
    }
    return rules.refusal();
  }

  /** UUIDs of the jobs that a submission names. */
  public static List<String> named(Submission submission) {
    return submission.dependsOn().stream()
        .flatMap(d -> JobId.parse(d.jobId() == null ? "" : d.jobId()).stream())
        .map(JobId::uuid)
        .distinct()
        .toList();
  }

  /** The dependencies, now that the jobs named are known. */
  static Verdict<List<NewJob.DependsOn>> resolve(
      Submission submission, Map<String, SubmitRules.Known> known) {
    var rules = new Rules();
    var resolved = new ArrayList<NewJob.DependsOn>();
    for (int i = 0; i < submission.dependsOn().size() && rules.ok(); i++) {
      var dependency = submission.dependsOn().get(i);
      var id = JobId.parse(dependency.jobId() == null ? "" : dependency.jobId());
      if (id.isPresent()) {
        check(dependency, id.get(), known.get(id.get().uuid()), submission, rules, i);
      }
      resolved.add(new NewJob.DependsOn(id.orElse(null), dependency.type()));
    }
    return rules.verdict(() -> List.copyOf(resolved));
  }

  private static void check(
      Dependency dependency,
      JobId id,
      SubmitRules.@Nullable Known job,
      Submission submission,
      Rules rules,
      int i) {
    String at = "dependsOn[" + i + "]";
    Integer size = job == null ? null : job.arraySize();
    boolean childMissing = id.index() != null && (size == null || id.index() >= size);
    if (job == null || id.node() != null || childMissing) {
      rules.refuse(new Refusal.NotFound(at + ".jobId", "Job", id.toString()));
      return;
    }
    rules.member(
        dependency.type() != Pairing.N_TO_N
            || (id.whole() && size != null && size.equals(submission.arraySize())),
        at + ".type",
        "A dependency of type N_TO_N needs an array job of the same size.");
  }
}
