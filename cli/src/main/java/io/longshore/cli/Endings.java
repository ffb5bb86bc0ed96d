package io.longshore.cli;

import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.cli.Containers.Ended;
import java.util.List;
import java.util.OptionalInt;

/** How jobs ended, as an exit code. */
final class Endings {
  private static final int LARGEST = 255;

  private Endings() {}

  static boolean isFinal(JobStatus status) {
    return status == JobStatus.JOB_STATUS_SUCCEEDED || status == JobStatus.JOB_STATUS_FAILED;
  }

  /** The exit code of the first job, in this order, that did not SUCCEED; 0 where all did. */
  static int exitCode(List<JobDetail> jobs) {
    return jobs.stream()
        .filter(job -> job.getStatus() != JobStatus.JOB_STATUS_SUCCEEDED)
        .mapToInt(Endings::failure)
        .findFirst()
        .orElse(ExitCode.OK);
  }

  /** The first exit code other than 0 among the containers of the latest attempt, 1 without one. */
  private static int failure(JobDetail job) {
    int code =
        Containers.latest(job).stream()
            .map(Ended::exitCode)
            .flatMapToInt(OptionalInt::stream)
            .filter(one -> one != 0)
            .findFirst()
            .orElse(ExitCode.FAILED);
    // A process hands on only a byte, and a failure must not turn into a success by that.
    return code > 0 && code <= LARGEST ? code : ExitCode.FAILED;
  }
}
