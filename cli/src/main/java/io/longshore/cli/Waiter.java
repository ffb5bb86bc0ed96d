package io.longshore.cli;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.JobDetail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Waits for jobs by asking again and again, and shows how they come on. */
final class Waiter {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int IDS_A_CALL = 100;

  private final Longshore longshore;
  private final Progress progress;

  Waiter(Longshore longshore) {
    this.longshore = longshore;
    this.progress = new Progress(longshore.world());
  }

  /**
   * The jobs in the order of their ids, once all have ended. A service that is away is waited for
   * as long as one call may take, so that its restart ends no waiting.
   *
   * @throws Trouble where a job is unknown, or the service stays away
   */
  List<JobDetail> await(List<String> ids) {
    Map<String, JobDetail> seen = new HashMap<>();
    Duration pause = FIRST_PAUSE;
    long answeredAt = System.nanoTime();
    while (true) {
      try {
        describe(ids).forEach(job -> seen.put(job.getJobId(), job));
        answeredAt = System.nanoTime();
        requireKnown(ids, seen);
        List<JobDetail> jobs = ids.stream().map(seen::get).toList();
        progress.show(jobs);
        if (jobs.stream().allMatch(job -> Endings.isFinal(job.getStatus()))) {
          progress.end();
          return jobs;
        }
      } catch (StatusRuntimeException e) {
        if (!isAway(e) || System.nanoTime() - answeredAt > longshore.callTimeout().toNanos()) {
          progress.end();
          throw e;
        }
        progress.away();
      }
      LockSupport.parkNanos(pause.toNanos());
      pause = longer(pause);
    }
  }

  private static boolean isAway(StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.multipliedBy(3).dividedBy(2);
    return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
  }

  private List<JobDetail> describe(List<String> ids) {
    var jobs = new ArrayList<JobDetail>();
    for (int from = 0; from < ids.size(); from += IDS_A_CALL) {
      var some = ids.subList(from, Math.min(ids.size(), from + IDS_A_CALL));
      jobs.addAll(
          longshore
              .call()
              .describeJobs(DescribeJobsRequest.newBuilder().addAllJobs(some).build())
              .getJobsList());
    }
    return jobs;
  }

  private void requireKnown(List<String> ids, Map<String, JobDetail> seen) {
    List<String> unknown = ids.stream().filter(id -> !seen.containsKey(id)).toList();
    if (!unknown.isEmpty()) {
      progress.end();
      throw Trouble.refused(
          "there is no job " + String.join(", ", unknown) + ". `longshore list` lists jobs.");
    }
  }
}
