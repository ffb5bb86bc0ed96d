package io.longshore.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.AttemptContainerDetail;
import io.longshore.api.batch.v1.AttemptDetail;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.internal.v1.EndedAttempt;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.PodPlace;
import java.util.List;

/** Records as a run leaves them, for claims to be made of. */
final class Records {

  private Records() {}

  /** A job that ended by itself, with one attempt of each exit code. */
  static JobDetail.Builder ended(String id, JobStatus status, int... codes) {
    var job = JobDetail.newBuilder().setJobId(id).setStatus(status);
    for (int code : codes) {
      job.addAttempts(
          AttemptDetail.newBuilder()
              .setContainer(AttemptContainerDetail.newBuilder().setExitCode(code)));
    }
    return job;
  }

  /** A job that SUCCEEDED and ran from then to then. */
  static JobDetail ran(String id, long from, long to) {
    return ended(id, JobStatus.JOB_STATUS_SUCCEEDED, 0).setStartedAt(from).setStoppedAt(to).build();
  }

  /** An attempt ended on this instance. */
  static JobChange attempt(String id, String instance) {
    return JobChange.newBuilder()
        .setJobId(id)
        .setEndedAttempt(
            EndedAttempt.newBuilder().setPlace(PodPlace.newBuilder().setInstanceId(instance)))
        .build();
  }

  /** The one claim among them that says this. */
  static Claim of(List<Claim> claims, String words) {
    var found = claims.stream().filter(claim -> claim.what().contains(words)).toList();
    assertThat(found).as(words).hasSize(1);
    return found.getFirst();
  }
}
