package io.longshore.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobStatus;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.PodPlace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each claim holds for a run as it should be, and is off where its own part went otherwise. */
class PipelineClaimsTest {

  private static final WordCount RIGHT =
      new WordCount(Map.of(1, new WordCount.Runs(1, 1, List.of())));
  private static final WordCount WRONG =
      new WordCount(Map.of(1, new WordCount.Runs(2, 1, List.of())));
  private static final List<JobChange> SPREAD =
      List.of(childOn("count", 0, "i-1"), childOn("count", 1, "i-2"));

  private final Api api = new Api("127.0.0.1:1");
  private final Cargo cargo = new Cargo(api, Path.of("sources"), Path.of("work"));
  private final Map<String, JobDetail> jobs = new LinkedHashMap<>();

  @BeforeEach
  void asItShouldBe() {
    for (var name :
        List.of(Definitions.SPLIT, Definitions.COUNT, Definitions.ORDER, Definitions.REDUCE)) {
      cargo.note(name, name);
    }
    ran(Definitions.SPLIT, 1_000, 2_000);
    for (int i = 0; i < Cargo.SLICES; i++) {
      ran(child(Definitions.COUNT, i), 2_000 + i, 3_000 + i);
      ran(child(Definitions.ORDER, i), 3_000 + i, 5_000);
    }
    ran(Definitions.REDUCE, 5_000, 6_000);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void allHoldForARunAsItShouldBe() {
    assertThat(check(Optional.of(RIGHT))).allMatch(Claim::holds);
  }

  @Test
  void aWrongResultOrNoneIsOff() {
    assertOff("direct computation", Optional.of(WRONG), SPREAD);
    assertOff("direct computation", Optional.empty(), SPREAD);
  }

  @Test
  void everyJobMustHaveSucceeded() {
    var id = child(Definitions.COUNT, 7);
    jobs.put(id, jobs.get(id).toBuilder().setStatus(JobStatus.JOB_STATUS_FAILED).build());
    assertOff("every job");
  }

  @Test
  void noCountMayBeginBeforeTheSplitHasEnded() {
    ran(child(Definitions.COUNT, 31), 1_999, 3_031);
    assertOff("counting began");
  }

  @Test
  void noSliceMayBeOrderedBeforeItsOwnCountHasEnded() {
    ran(child(Definitions.ORDER, 31), 3_030, 5_000);
    assertOff("each slice");
  }

  @Test
  void reducingMayNotBeginBeforeAllAreOrdered() {
    ran(child(Definitions.ORDER, 31), 3_031, 5_001);
    assertOff("reducing began");
  }

  @Test
  void jobsThatNeverRanProveNothing() {
    jobs.clear();
    assertThat(check(Optional.of(RIGHT)))
        .filteredOn(claim -> !claim.what().contains("result") && !claim.what().contains("several"))
        .hasSize(4)
        .noneMatch(Claim::holds);
  }

  @Test
  void oneInstanceIsNotSeveral() {
    assertOff(
        "several instances",
        Optional.of(RIGHT),
        List.of(childOn("count", 0, "i-1"), childOn("count", 1, "i-1"), childOn("x", 1, "i-2")));
  }

  @Test
  void withoutItsJobsEveryClaimIsOffAndNoneThrows() {
    var nothing = new Cargo(api, Path.of("sources"), Path.of("work"));
    assertThat(nothing.singles()).isEmpty();
    var claims = new PipelineClaims(nothing, List.of(), List.of()).check(Optional.empty(), RIGHT);
    assertThat(claims).hasSize(6).noneMatch(Claim::holds);
  }

  private void assertOff(String words) {
    assertOff(words, Optional.of(RIGHT), SPREAD);
  }

  /** This claim is off, and no other is. */
  private void assertOff(String words, Optional<WordCount> found, List<JobChange> changes) {
    assertThat(new PipelineClaims(cargo, List.copyOf(jobs.values()), changes).check(found, RIGHT))
        .allSatisfy(claim -> assertThat(claim.holds()).isEqualTo(!claim.what().contains(words)));
  }

  private List<Claim> check(Optional<WordCount> found) {
    return new PipelineClaims(cargo, List.copyOf(jobs.values()), SPREAD).check(found, RIGHT);
  }

  private void ran(String id, long from, long to) {
    jobs.put(id, Records.ran(id, from, to));
  }

  private static String child(String name, int index) {
    return name + ":" + index;
  }

  private static JobChange childOn(String parent, int index, String instance) {
    return JobChange.newBuilder()
        .setJobId(parent)
        .setArrayIndex(index)
        .setPlace(PodPlace.newBuilder().setInstanceId(instance))
        .build();
  }
}
