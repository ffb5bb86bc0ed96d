package io.longshore.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeResource;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.standalone.demo.WorldControl.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Each claim is off where its own part went otherwise, and none of them throws. */
class CapacityClaimsTest {

  private static final Instant LAST_END = Instant.parse("2026-01-01T00:00:10Z");
  private static final Clock NOW = Clock.fixed(LAST_END.plusMillis(6_100), ZoneOffset.UTC);
  private static final List<JobChange> ENDED =
      List.of(
          JobChange.newBuilder().setStoppedAt(LAST_END.toEpochMilli()).build(),
          JobChange.newBuilder().setStoppedAt(LAST_END.toEpochMilli() - 1_000).build(),
          JobChange.getDefaultInstance());
  private static final Instance ON_DEMAND = instance("i-1", "on-demand", "terminated");
  private static final Instance SPOT = instance("i-2", "spot", "terminated");
  private static final List<ComputeEnvironmentDetail> EMPTY = List.of(environment(0));

  @Test
  void allHoldWhereEverythingIsGone() {
    var claims = check(List.of(ON_DEMAND, SPOT), EMPTY, ENDED);
    assertThat(claims).allMatch(Claim::holds);
    assertThat(Records.of(claims, "none is left").evidence())
        .isEqualTo("the last ended 6.1 s after the last job");
  }

  @Test
  void anInstanceThatStaysIsNamed() {
    var claims = check(List.of(ON_DEMAND, SPOT, instance("i-3", "spot", "running")), EMPTY, ENDED);
    var claim = Records.of(claims, "none is left");
    assertThat(claim.holds()).isFalse();
    assertThat(claim.evidence()).isEqualTo("6.1 s after the last job there are [i-3 running]");
  }

  @Test
  void anInstanceThatGoesInTimeIsWaitedFor() {
    Queue<List<Instance>> seen = new ArrayDeque<>();
    seen.add(List.of(ON_DEMAND, instance("i-2", "spot", "shutting-down")));
    var claims =
        new CapacityClaims(
                () -> seen.isEmpty() ? List.of(ON_DEMAND, SPOT) : seen.remove(), () -> EMPTY, NOW)
            .check(() -> ENDED, Duration.ofSeconds(30));
    assertThat(claims).allMatch(Claim::holds);
  }

  @Test
  void withoutAnEndOfAJobThereIsNothingToMeasureFrom() {
    var claims = check(List.of(ON_DEMAND, SPOT), EMPTY, List.of());
    assertThat(Records.of(claims, "none is left").holds()).isFalse();
  }

  @Test
  void bothMarketsMustHaveBeenUsed() {
    assertThat(Records.of(check(List.of(ON_DEMAND), EMPTY, ENDED), "both markets").holds())
        .isFalse();
    assertThat(Records.of(check(List.of(SPOT), EMPTY, ENDED), "both markets").holds()).isFalse();
  }

  @Test
  void environmentsThatWantMoreThanTheirMinimumAreOff() {
    var claims = check(List.of(ON_DEMAND, SPOT), List.of(environment(0), environment(4)), ENDED);
    assertThat(Records.of(claims, "at their minimum").holds()).isFalse();
    assertThat(
            Records.of(check(List.of(ON_DEMAND, SPOT), List.of(), ENDED), "at their minimum")
                .holds())
        .isFalse();
  }

  @Test
  void aWorldThatDoesNotAnswerIsAClaimThatIsOff() {
    var claims =
        new CapacityClaims(
                () -> {
                  throw new IllegalStateException("no answer");
                },
                () -> EMPTY,
                NOW)
            .check(() -> ENDED, Duration.ZERO);
    assertThat(claims).hasSize(3);
    assertThat(Records.of(claims, "none is left").evidence())
        .isEqualTo("cannot be told: no answer");
  }

  private static List<Claim> check(
      List<Instance> instances,
      List<ComputeEnvironmentDetail> environments,
      List<JobChange> changes) {
    return new CapacityClaims(() -> instances, () -> environments, NOW)
        .check(() -> changes, Duration.ZERO);
  }

  private static Instance instance(String id, String market, String state) {
    return new Instance(id, market, state, 4, 1);
  }

  private static ComputeEnvironmentDetail environment(int vcpus) {
    return ComputeEnvironmentDetail.newBuilder()
        .setComputeResources(ComputeResource.newBuilder().setDesiredVcpus(vcpus))
        .build();
  }
}
