package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.AttemptDetail;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.internal.v1.JobChange;
import java.util.List;
import java.util.Optional;

/** What happened to single jobs is what should have happened. */
final class EpisodeClaims {

  private static final String TIMED_OUT = "Job attempt duration exceeded timeout";
  private static final long TIMEOUT_MILLIS = DemoSettings.TIMEOUT_SECONDS * 1000L;
  private static final long SLACK_MILLIS = 5_000;

  /** Kubernetes tells the stop in whole seconds. */
  private static final long WHOLE_SECOND_MILLIS = 1_000;

  private final Cargo cargo;
  private final Api api;
  private final List<JobChange> changes;

  EpisodeClaims(Cargo cargo, Api api, List<JobChange> changes) {
    this.cargo = cargo;
    this.api = api;
    this.changes = changes;
  }

  List<Claim> check(Optional<String> interrupted) {
    return List.of(flaky(), timed(), terminated(), interrupted(interrupted), produced());
  }

  private Claim flaky() {
    var job = job(Definitions.FLAKY);
    var codes = job.getAttemptsList().stream().map(a -> a.getContainer().getExitCode()).toList();
    return new Claim(
        "a job that fails twice succeeds on its third attempt",
        succeeded(job) && codes.equals(List.of(1, 1, 0)),
        standing(job) + ", exit codes " + codes);
  }

  private Claim timed() {
    var job = job(Definitions.TIMED);
    long ran = job.getStoppedAt() - job.getStartedAt();
    return new Claim(
        "a job is stopped by its timeout",
        job.getStatus() == JobStatus.JOB_STATUS_FAILED
            && job.getStatusReason().equals(TIMED_OUT)
            && job.getAttemptsCount() == 1
            && ran > TIMEOUT_MILLIS - WHOLE_SECOND_MILLIS
            && ran < TIMEOUT_MILLIS + SLACK_MILLIS,
        standing(job) + " after " + ran + " ms");
  }

  private Claim terminated() {
    var job = job(Definitions.ENDLESS);
    return new Claim(
        "a job is terminated by its user",
        job.getStatus() == JobStatus.JOB_STATUS_FAILED
            && job.getIsTerminated()
            && job.getStatusReason().equals(Crossing.TERMINATED_BECAUSE)
            && job.getAttemptsCount() == 1,
        standing(job));
  }

  private Claim interrupted(Optional<String> instance) {
    var job = job(Definitions.LONG_HAUL);
    var reason =
        job.getAttemptsList().stream().findFirst().map(AttemptDetail::getStatusReason).orElse("");
    var hosts =
        changes.stream()
            .filter(change -> change.getJobId().equals(job.getJobId()) && change.hasEndedAttempt())
            .map(change -> change.getEndedAttempt().getPlace().getInstanceId())
            .toList();
    boolean moved =
        hosts.size() == 2
            && Optional.of(hosts.getFirst()).equals(instance)
            && !hosts.getFirst().equals(hosts.getLast());
    return new Claim(
        "a job whose Spot instance is interrupted runs again elsewhere",
        succeeded(job)
            && moved
            && reason.equals("Host EC2 (instance " + instance.orElse("") + ") terminated."),
        standing(job) + ", first attempt: " + reason + " Then on " + hosts.getLast());
  }

  private Claim produced() {
    var job = job(Definitions.HELLO);
    return new Claim("a job submitted by a Kafka producer runs", succeeded(job), standing(job));
  }

  private JobDetail job(String name) {
    return api.describe(cargo.id(name));
  }

  private static boolean succeeded(JobDetail job) {
    return job.getStatus() == JobStatus.JOB_STATUS_SUCCEEDED;
  }

  private static String standing(JobDetail job) {
    var reason = job.getStatusReason().isEmpty() ? "" : " (" + job.getStatusReason() + ")";
    return Standing.word(job.getStatus()) + reason + ", attempts " + job.getAttemptsCount();
  }
}
