package io.longshore.queue.shell;

import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsResponse;
import io.longshore.api.batch.v1.DescribeJobDefinitionsRequest;
import io.longshore.api.batch.v1.DescribeJobDefinitionsResponse;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesResponse;
import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.DescribeJobsResponse;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.ListJobsResponse;
import io.longshore.api.batch.v1.ListTagsForResourceResponse;
import io.longshore.api.internal.v1.ClusterAnnouncement;
import io.longshore.api.internal.v1.PodPlace;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.db.Db;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.shell.db.ClusterTable;
import io.longshore.queue.wire.ViewWire;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Every request that reads, for whoever asks. */
public final class Answers {

  /** How often is looked again where the start of a job, or its pod, is waited for. */
  public static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Reads reads;
  private final JobReads jobs;
  private final Db db;
  private final Arns arns;

  Answers(Reads reads, JobReads jobs, Db db, Arns arns) {
    this.reads = reads;
    this.jobs = jobs;
    this.db = db;
    this.arns = arns;
  }

  /** DescribeJobs. */
  public Uni<Verdict<DescribeJobsResponse>> describe(DescribeJobsRequest request) {
    return jobs.describe(request);
  }

  /** ListJobs. */
  public Uni<Verdict<ListJobsResponse>> list(ListJobsRequest request) {
    return jobs.list(request);
  }

  /** DescribeComputeEnvironments. */
  public Uni<Verdict<DescribeComputeEnvironmentsResponse>> environments(
      DescribeComputeEnvironmentsRequest request) {
    return reads.environments(request);
  }

  /** DescribeJobQueues. */
  public Uni<Verdict<DescribeJobQueuesResponse>> queues(DescribeJobQueuesRequest request) {
    return reads.queues(request);
  }

  /** DescribeJobDefinitions. */
  public Uni<Verdict<DescribeJobDefinitionsResponse>> definitions(
      DescribeJobDefinitionsRequest request) {
    return reads.definitions(request);
  }

  /** ListTagsForResource. */
  public Uni<Verdict<ListTagsForResourceResponse>> tags(String arn) {
    return reads.tags(arn);
  }

  /** A job for a question about it. */
  public record Asked(JobId id, JobStatus status, String statusReason) {}

  /** The job that an id or ARN means. */
  public Uni<Verdict<Asked>> job(String reference) {
    return find(reference)
        .map(
            verdict ->
                verdict.map(
                    job ->
                        new Asked(
                            job.id(),
                            job.status(),
                            job.change() == null ? "" : job.change().getStatusReason())));
  }

  private Uni<Verdict<ViewWire.Stored>> find(String reference) {
    Verdict<ViewWire.Stored> missing = Verdict.refuse(new Refusal.NotFound("Job", reference));
    return arns.name(Arns.Kind.JOB, reference)
        .flatMap(JobId::parse)
        .map(
            id ->
                jobs.stored(List.of(id))
                    .map(
                        found ->
                            Optional.ofNullable(found.get(id))
                                .map(Verdict::accept)
                                .orElse(missing)))
        .orElseGet(() -> Uni.createFrom().item(missing));
  }

  /**
   * Where a job's output is.
   *
   * @param endpoint host and port of the placement-service that serves the cluster
   */
  public record Output(
      String endpoint, String namespace, String podName, int attempt, boolean live) {}

  /**
   * Where the output of an attempt is, or of the newest where none is named.
   *
   * @param wait for the attempt to start, for as long as the job has not ended
   */
  public Uni<Verdict<Output>> output(String reference, Optional<Integer> attempt, boolean wait) {
    var look =
        Uni.createFrom()
            .deferred(() -> find(reference))
            .map(found -> found.then(job -> seen(job, attempt)));
    var seen =
        wait
            ? look.repeat().withDelay(LOOK_AGAIN).whilst(Answers::waits).select().last().toUni()
            : look;
    return seen.chain(
        verdict ->
            switch (verdict) {
              case Verdict.Refused<Seen>(var why) -> Uni.createFrom().item(Verdict.refuse(why));
              case Verdict.Accepted<Seen>(Seen(var job, var run)) ->
                  run.map(this::output)
                      .orElseGet(() -> Uni.createFrom().item(Verdict.refuse(none(job, attempt))));
            });
  }

  private record Run(PodPlace place, int attempt, boolean live) {}

  private record Seen(ViewWire.Stored job, Optional<Run> run) {}

  private static Verdict<Seen> seen(ViewWire.Stored job, Optional<Integer> attempt) {
    if (job.arraySize() > 0 && job.id().index() == null) {
      return Verdict.refuse(
          new Refusal.Invalid(
              "jobId",
              "Job %1$s is an array, which has no output of its own. Name a child, such as %1$s:0."
                  .formatted(job.id())));
    }
    return Verdict.accept(new Seen(job, run(job, attempt)));
  }

  private static boolean waits(Verdict<Seen> verdict) {
    return verdict
        .accepted()
        .filter(seen -> seen.run().isEmpty() && !seen.job().status().isFinal())
        .isPresent();
  }

  private static Refusal none(ViewWire.Stored job, Optional<Integer> attempt) {
    String which =
        attempt.map(a -> "attempt " + a + " has not started").orElse("no attempt has started");
    return new Refusal.Conflict(
        "Job",
        job.status().isFinal()
            ? "Job " + job.id() + " has ended and has no output: " + which
            : "Job " + job.id() + " has no output yet: " + which);
  }

  private Uni<Verdict<Output>> output(Run run) {
    var place = run.place();
    return db.read(ClusterTable::all)
        .map(
            known -> {
              byte[] announced = known.get(place.getCluster());
              if (announced == null) {
                return Verdict.refuse(
                    new Refusal.Unavailable(
                        "No placement-service serves cluster " + place.getCluster()));
              }
              return Verdict.accept(
                  new Output(
                      Parse.of(ClusterAnnouncement.parser(), announced).getGrpcEndpoint(),
                      place.getNamespace(),
                      place.getPodName(),
                      run.attempt(),
                      run.live()));
            });
  }

  private static Optional<Run> run(ViewWire.Stored job, Optional<Integer> attempt) {
    var change = job.change();
    boolean active =
        change != null
            && change.hasPlace()
            && (job.status() == JobStatus.STARTING || job.status() == JobStatus.RUNNING);
    if (active && attempt.map(a -> a == change.getAttempt()).orElse(true)) {
      return Optional.of(new Run(change.getPlace(), change.getAttempt(), true));
    }
    return job.attempts().stream()
        .filter(a -> attempt.isEmpty() || a.getAttempt() == attempt.get())
        .reduce((_, last) -> last)
        .map(a -> new Run(a.getPlace(), a.getAttempt(), false));
  }
}
