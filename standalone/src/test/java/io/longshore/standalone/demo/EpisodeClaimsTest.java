package io.longshore.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.AttemptDetail;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.internal.v1.JobChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each claim holds for a run as it should be, and is off where its own part went otherwise. */
class EpisodeClaimsTest {

  private static final JobStatus SUCCEEDED = JobStatus.JOB_STATUS_SUCCEEDED;
  private static final JobStatus FAILED = JobStatus.JOB_STATUS_FAILED;
  private static final String TIMED_OUT = "Job attempt duration exceeded timeout";
  private static final List<JobChange> MOVED =
      List.of(Records.attempt("long", "i-1"), Records.attempt("long", "i-2"));

  private final Map<String, JobDetail> jobs = new HashMap<>();

  @BeforeEach
  void asItShouldBe() {
    jobs.put(Definitions.FLAKY, Records.ended("flaky", SUCCEEDED, 1, 1, 0).build());
    jobs.put(Definitions.TIMED, timed(5_400, TIMED_OUT));
    jobs.put(Definitions.ENDLESS, terminated(true));
    jobs.put(Definitions.LONG_HAUL, interrupted("Host EC2 (instance i-1) terminated."));
    jobs.put(Definitions.HELLO, Records.ended("hello", SUCCEEDED, 0).build());
  }

  @Test
  void allHoldForARunAsItShouldBe() {
    assertThat(check(MOVED, Optional.of("i-1"))).allMatch(Claim::holds);
  }

  @Test
  void aThirdAttemptMustSucceedAfterTwoThatFailed() {
    jobs.put(Definitions.FLAKY, Records.ended("flaky", SUCCEEDED, 0).build());
    assertOff("third attempt");
    jobs.put(Definitions.FLAKY, Records.ended("flaky", FAILED, 1, 1, 0).build());
    assertOff("third attempt");
  }

  @Test
  void aTimeoutMustStopTheJobInTimeAndForThatReason() {
    jobs.put(Definitions.TIMED, timed(11_000, TIMED_OUT));
    assertOff("timeout");
    jobs.put(Definitions.TIMED, timed(2_000, TIMED_OUT));
    assertOff("timeout");
    jobs.put(Definitions.TIMED, timed(5_400, "Essential container in task exited"));
    assertOff("timeout");
  }

  @Test
  void aTerminationMustBeTheUsers() {
    jobs.put(Definitions.ENDLESS, terminated(false));
    assertOff("terminated by its user");
  }

  @Test
  void anInterruptedJobMustMoveForThatReason() {
    assertOff("interrupted", List.of(), Optional.of("i-1"));
    assertOff("interrupted", MOVED, Optional.empty());
    assertOff("interrupted", MOVED, Optional.of("i-2"));
    assertOff("interrupted", List.of(MOVED.getFirst(), MOVED.getFirst()), Optional.of("i-1"));
    jobs.put(Definitions.LONG_HAUL, interrupted("Essential container in task exited"));
    assertOff("interrupted");
  }

  @Test
  void aProducersJobMustRun() {
    jobs.put(Definitions.HELLO, Records.ended("hello", FAILED, 1).build());
    assertOff("Kafka producer");
  }

  @Test
  void whatCannotBeLookedAtIsOffAndTheRestIsStillTold() {
    jobs.remove(Definitions.HELLO);
    assertOff("Kafka producer");
    assertThat(Records.of(check(MOVED, Optional.of("i-1")), "Kafka producer").evidence())
        .isEqualTo("cannot be told: hello was not submitted");
  }

  private void assertOff(String words) {
    assertOff(words, MOVED, Optional.of("i-1"));
  }

  /** This claim is off, and no other is. */
  private void assertOff(String words, List<JobChange> changes, Optional<String> instance) {
    assertThat(check(changes, instance))
        .allSatisfy(claim -> assertThat(claim.holds()).isEqualTo(!claim.what().contains(words)));
  }

  private List<Claim> check(List<JobChange> changes, Optional<String> instance) {
    return new EpisodeClaims(
            name -> {
              if (!jobs.containsKey(name)) {
                throw new IllegalStateException(name + " was not submitted");
              }
              return jobs.get(name);
            },
            changes)
        .check(instance);
  }

  private static JobDetail timed(long millis, String reason) {
    return Records.ended("timed", FAILED, 137)
        .setStartedAt(1_000)
        .setStoppedAt(1_000 + millis)
        .setStatusReason(reason)
        .build();
  }

  private static JobDetail terminated(boolean byUser) {
    return Records.ended("endless", FAILED, 143)
        .setStatusReason(Crossing.TERMINATED_BECAUSE)
        .setIsTerminated(byUser)
        .build();
  }

  private static JobDetail interrupted(String reason) {
    return JobDetail.newBuilder()
        .setJobId("long")
        .setStatus(SUCCEEDED)
        .addAttempts(AttemptDetail.newBuilder().setStatusReason(reason))
        .addAttempts(AttemptDetail.newBuilder())
        .build();
  }
}
