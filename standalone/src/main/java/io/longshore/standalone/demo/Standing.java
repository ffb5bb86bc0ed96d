package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the jobs stand, by what the API shows.
 *
 * @param byId the jobs that were submitted
 */
record Standing(Map<String, JobDetail> byId) {

  private static final List<JobStatus> SHOWN =
      List.of(
          JobStatus.JOB_STATUS_SUBMITTED,
          JobStatus.JOB_STATUS_PENDING,
          JobStatus.JOB_STATUS_RUNNABLE,
          JobStatus.JOB_STATUS_STARTING,
          JobStatus.JOB_STATUS_RUNNING,
          JobStatus.JOB_STATUS_SUCCEEDED,
          JobStatus.JOB_STATUS_FAILED);

  static Standing of(List<JobDetail> jobs) {
    var byId = new HashMap<String, JobDetail>();
    jobs.forEach(job -> byId.put(job.getJobId(), job));
    return new Standing(Map.copyOf(byId));
  }

  /** Whether all have ended. */
  boolean allEnded() {
    return byId.values().stream().allMatch(job -> ended(job.getStatus()));
  }

  /** The status of one. */
  JobStatus status(String id) {
    var job = byId.get(id);
    return job == null ? JobStatus.JOB_STATUS_UNSPECIFIED : job.getStatus();
  }

  /** Jobs and children by status; an array counts as its children. */
  Map<JobStatus, Integer> counts() {
    var counts = new EnumMap<JobStatus, Integer>(JobStatus.class);
    for (var job : byId.values()) {
      if (job.getArrayProperties().hasSize()) {
        childCounts(job).forEach((status, count) -> counts.merge(status, count, Integer::sum));
      } else {
        counts.merge(job.getStatus(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** How many of a job have SUCCEEDED, and of how many: "12/32" for an array. */
  String done(String id) {
    var job = byId.get(id);
    if (job == null) {
      return "-";
    }
    if (!job.getArrayProperties().hasSize()) {
      return job.getStatus() == JobStatus.JOB_STATUS_SUCCEEDED ? "1/1" : "0/1";
    }
    int done = childCounts(job).getOrDefault(JobStatus.JOB_STATUS_SUCCEEDED, 0);
    return done + "/" + job.getArrayProperties().getSize();
  }

  /** Counts by status, as words. */
  String words() {
    var counts = counts();
    return SHOWN.stream()
        .filter(counts::containsKey)
        .map(status -> counts.get(status) + " " + word(status))
        .collect(Collectors.joining(", "));
  }

  /** Whether a status is final. */
  static boolean ended(JobStatus status) {
    return status == JobStatus.JOB_STATUS_SUCCEEDED || status == JobStatus.JOB_STATUS_FAILED;
  }

  /** AWS's literal of a status. */
  static String word(JobStatus status) {
    return status.name().replace("JOB_STATUS_", "").toLowerCase(Locale.ROOT);
  }

  private static Map<JobStatus, Integer> childCounts(JobDetail array) {
    var counts = new EnumMap<JobStatus, Integer>(JobStatus.class);
    array
        .getArrayProperties()
        .getStatusSummaryMap()
        .forEach(
            (status, count) -> {
              if (count > 0) {
                counts.put(JobStatus.valueOf("JOB_STATUS_" + status), count);
              }
            });
    return counts;
  }
}
