package io.longshore.standalone.chaos;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.longshore.api.batch.v1.ArrayJobDependency;
import io.longshore.api.batch.v1.ArrayProperties;
import io.longshore.api.batch.v1.BatchServiceGrpc.BatchServiceBlockingStub;
import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.JobDependency;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.demo.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A client as its users write it: asks another instance when one does not answer, and repeats a
 * submission with its token until it is acknowledged.
 */
final class Client implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int PAGE = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** The request itself is wrong: repeating it is no use. */
  private static final Set<Status.Code> REFUSALS =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.ALREADY_EXISTS,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.PERMISSION_DENIED,
          Status.Code.OUT_OF_RANGE,
          Status.Code.UNIMPLEMENTED);

  private final List<Api> instances;
  private final Duration deadline;
  private final Duration patience;
  private final AtomicInteger next = new AtomicInteger();

  /** A call was refused, though it was right. */
  static final class Refused extends RuntimeException {
    Refused(StatusRuntimeException why) {
      super(why.getStatus().toString(), why);
    }
  }

  /** No instance answered for as long as a client has patience. */
  static final class Unanswered extends RuntimeException {
    Unanswered(Duration patience, StatusRuntimeException why) {
      super("no instance answered for " + patience.toSeconds() + " s: " + why.getStatus(), why);
    }
  }

  /**
   * Connects when it is first used.
   *
   * @param endpoints of all instances
   */
  Client(List<String> endpoints) {
    this(endpoints, DEADLINE, PATIENCE);
  }

  /**
   * Connects when it is first used.
   *
   * @param deadline of one call to one instance
   * @param patience with all of them
   */
  Client(List<String> endpoints, Duration deadline, Duration patience) {
    this.instances = endpoints.stream().map(Api::new).toList();
    this.deadline = deadline;
    this.patience = patience;
  }

  /**
   * Submits until it is acknowledged, and returns the job's id.
   *
   * @param ids of earlier orders, by token
   * @throws Refused where the submission is refused
   * @throws Unanswered where nobody answers
   */
  String submit(String queue, Order order, Map<String, String> ids) {
    var request = request(queue, order, ids);
    return call(api -> api.submitJob(request).getJobId());
  }

  /**
   * What the API says of jobs; those that it does not know are missing. Where nobody answers any
   * more, the rest has not ended as far as anybody can tell.
   */
  Map<String, Seen> see(Collection<String> ids) {
    var seen = new HashMap<String, Seen>();
    var all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += PAGE) {
      var page = all.subList(from, Math.min(from + PAGE, all.size()));
      var request = DescribeJobsRequest.newBuilder().addAllJobs(page).build();
      try {
        call(api -> api.describeJobs(request))
            .getJobsList()
            .forEach(job -> seen.put(job.getJobId(), seen(job)));
      } catch (Unanswered e) {
        all.subList(from, all.size())
            .forEach(id -> seen.put(id, new Seen(Seen.Status.OPEN, e.getMessage(), List.of())));
        return seen;
      }
    }
    return seen;
  }

  @Override
  public void close() {
    instances.forEach(Api::close);
  }

  private <T> T call(Function<BatchServiceBlockingStub, T> call) {
    long begun = System.nanoTime();
    while (true) {
      var instance = instances.get(Math.floorMod(next.getAndIncrement(), instances.size()));
      try {
        return call.apply(
            instance.calls().withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS));
      } catch (StatusRuntimeException e) {
        if (REFUSALS.contains(e.getStatus().getCode())) {
          throw new Refused(e);
        }
        if (System.nanoTime() - begun > patience.toNanos()) {
          throw new Unanswered(patience, e);
        }
        Wait.pause(PAUSE);
      }
    }
  }

  private static SubmitJobRequest request(String queue, Order order, Map<String, String> ids) {
    var program = order.program();
    var request =
        SubmitJobRequest.newBuilder()
            .setJobName(order.token())
            .setClientToken(order.token())
            .setJobQueue(queue)
            .setJobDefinition(Setup.DEFINITION)
            .putParameters("seconds", String.format(Locale.ROOT, "%.3f", program.millis() / 1000.0))
            .putParameters("good", "" + program.succeedsAt())
            .putParameters("code", "" + program.failure());
    if (order.size() > 0) {
      request.setArrayProperties(ArrayProperties.newBuilder().setSize(order.size()));
    }
    if (order.sequential()) {
      request.addDependsOn(
          JobDependency.newBuilder().setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_SEQUENTIAL));
    }
    for (var after : order.after()) {
      var dependency = JobDependency.newBuilder().setJobId(ids.get(after.token()));
      if (after.childByChild()) {
        dependency.setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_N_TO_N);
      }
      request.addDependsOn(dependency);
    }
    return request.build();
  }

  private static Seen seen(JobDetail job) {
    var status =
        switch (job.getStatus()) {
          case JobStatus.JOB_STATUS_SUCCEEDED -> Seen.Status.SUCCEEDED;
          case JobStatus.JOB_STATUS_FAILED -> Seen.Status.FAILED;
          default -> Seen.Status.OPEN;
        };
    var attempts = new ArrayList<Seen.Attempt>();
    for (var attempt : job.getAttemptsList()) {
      var container = attempt.getContainer();
      attempts.add(
          new Seen.Attempt(
              attempt.getStatusReason(),
              container.hasExitCode() ? Optional.of(container.getExitCode()) : Optional.empty()));
    }
    var reason = job.getStatus() + " " + job.getStatusReason();
    return new Seen(status, reason, attempts);
  }
}
