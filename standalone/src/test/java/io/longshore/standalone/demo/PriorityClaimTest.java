package io.longshore.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The claim fails where a routine job went first, and where there was no contest. */
class PriorityClaimTest {

  private static final List<String> URGENT = List.of("u");

  @Test
  void holdsWhereRoutineJobsWaited() {
    var changes = List.of(starting("r1", 3), runnable("u", 4), starting("u", 6), starting("r2", 7));
    assertThat(PriorityClaim.check(changes, URGENT).holds()).isTrue();
  }

  @Test
  void failsWhereARoutineJobWentFirst() {
    var changes = List.of(runnable("u", 4), starting("r1", 5), starting("u", 6), starting("r2", 7));
    var claim = PriorityClaim.check(changes, URGENT);
    assertThat(claim.holds()).isFalse();
    assertThat(claim.evidence()).contains("1 routine jobs dispatched in between");
  }

  @Test
  void withinARoundTheOrderOfTheRecordDecides() {
    var first = List.of(runnable("u", 4), starting("u", 6), starting("r", 6));
    assertThat(PriorityClaim.check(first, URGENT).holds()).isTrue();
    var second = List.of(runnable("u", 4), starting("r1", 6), starting("u", 6), starting("r2", 6));
    assertThat(PriorityClaim.check(second, URGENT).holds()).isFalse();
    var same = List.of(starting("r1", 4), runnable("u", 4), starting("u", 6), starting("r2", 7));
    assertThat(PriorityClaim.check(same, URGENT).evidence())
        .contains("1 routine jobs dispatched in between");
  }

  @Test
  void failsWithoutAContest() {
    assertThat(PriorityClaim.check(List.of(starting("u", 4), starting("r", 5)), URGENT).holds())
        .isFalse();
    assertThat(PriorityClaim.check(List.of(runnable("u", 4), starting("u", 6)), URGENT).holds())
        .isFalse();
    assertThat(PriorityClaim.check(List.of(runnable("u", 4)), URGENT).holds()).isFalse();
  }

  private static JobChange runnable(String id, long round) {
    return change(id, JobState.JOB_STATE_RUNNABLE, round);
  }

  private static JobChange starting(String id, long round) {
    return change(id, JobState.JOB_STATE_STARTING, round);
  }

  private static JobChange change(String id, JobState state, long round) {
    return JobChange.newBuilder().setJobId(id).setState(state).setRound(round).build();
  }
}
