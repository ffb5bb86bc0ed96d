package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.AttemptDetail;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.standalone.demo.Claim.Finding;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What happened to single jobs is what should have happened. */
final class EpisodeClaims {

  private static final String TIMED_OUT = "Job attempt duration exceeded timeout";
  private static final long TIMEOUT_MILLIS = DemoSettings.TIMEOUT_SECONDS * 1000L;
  private static final long SLACK_MILLIS = 5_000;

  /** Kubernetes tells the stop in whole seconds. */
  private static final long WHOLE_SECOND_MILLIS = 1_000;

  private final Function<String, JobDetail> jobs;
  private final List<JobChange> changes;

  /**
   * Looks at nothing yet.
   *
   * @param jobs jobs by their names, as the API shows them
   * @param changes what the scheduler committed
   */
  EpisodeClaims(Function<String, JobDetail> jobs, List<JobChange> changes) {
    this.jobs = jobs;
    this.changes = changes;
  }

  /**
   * Looks at each of them.
   *
   * @param interrupted the instance that was interrupted
   */
  List<Claim> check(Optional<String> interrupted) {
    return List.of(
        Claim.of("a job that fails twice succeeds on its third attempt", this::flaky),
        Claim.of("a job is stopped by its timeout", this::timed),
        Claim.of("a job is terminated by its user", this::terminated),
        Claim.of(
            "a job whose Spot instance is interrupted runs again elsewhere",
            () -> interrupted(interrupted)),
        Claim.of("a job submitted by a Kafka producer runs", this::produced));
  }

  private Finding flaky() {
    var job = jobs.apply(Definitions.FLAKY);
    var codes = job.getAttemptsList().stream().map(a -> a.getContainer().getExitCode()).toList();
    return new Finding(
        succeeded(job) && codes.equals(List.of(1, 1, 0)), standing(job) + ", exit codes " + codes);
  }

  private Finding timed() {
    var job = jobs.apply(Definitions.TIMED);
    long ran = job.getStoppedAt() - job.getStartedAt();
    return new Finding(
        job.getStatus() == JobStatus.JOB_STATUS_FAILED
            && job.getStatusReason().equals(TIMED_OUT)
            && job.getAttemptsCount() == 1
            && ran > TIMEOUT_MILLIS - WHOLE_SECOND_MILLIS
            && ran < TIMEOUT_MILLIS + SLACK_MILLIS,
        standing(job) + " after " + ran + " ms");
  }

  private Finding terminated() {
    var job = jobs.apply(Definitions.ENDLESS);
    return new Finding(
        job.getStatus() == JobStatus.JOB_STATUS_FAILED
            && job.getIsTerminated()
            && job.getStatusReason().equals(Crossing.TERMINATED_BECAUSE)
            && job.getAttemptsCount() == 1,
        standing(job));
  }

  private Finding interrupted(Optional<String> instance) {
    var job = jobs.apply(Definitions.LONG_HAUL);
    var reason =
        job.getAttemptsList().stream().findFirst().map(AttemptDetail::getStatusReason).orElse("");
    var hosts =
        changes.stream()
            .filter(change -> change.getJobId().equals(job.getJobId()) && change.hasEndedAttempt())
            .map(change -> change.getEndedAttempt().getPlace().getInstanceId())
            .toList();
    boolean moved =
        instance.isPresent()
            && hosts.size() == 2
            && hosts.getFirst().equals(instance.get())
            && !hosts.getLast().equals(instance.get());
    return new Finding(
        succeeded(job)
            && moved
            && reason.equals("Host EC2 (instance " + instance.orElse("") + ") terminated."),
        standing(job)
            + ", first attempt: "
            + reason
            + (moved ? " Then on " + hosts.getLast() : " Attempts ended on " + hosts));
  }

  private Finding produced() {
    var job = jobs.apply(Definitions.HELLO);
    return new Finding(succeeded(job), standing(job));
  }

  private static boolean succeeded(JobDetail job) {
    return job.getStatus() == JobStatus.JOB_STATUS_SUCCEEDED;
  }

  private static String standing(JobDetail job) {
    var reason = job.getStatusReason().isEmpty() ? "" : " (" + job.getStatusReason() + ")";
    return Standing.word(job.getStatus()) + reason + ", attempts " + job.getAttemptsCount();
  }
}
