package io.longshore.capacity.core.reconcile;

import static io.longshore.capacity.core.Some.ARN;
import static io.longshore.capacity.core.Some.disabled;
import static io.longshore.capacity.core.Some.environment;
import static io.longshore.capacity.core.Some.families;
import static io.longshore.capacity.core.Some.rules;
import static io.longshore.capacity.core.Some.shape;
import static io.longshore.capacity.core.Some.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.capacity.core.Shape;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.reconcile.Report.Fact;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an environment is said to be: VALID is said only of what AWS has been seen to accept. */
class ConditionTest {

  private static final String NO_SUBNET = "The subnet ID 'subnet-9' does not exist";

  private final Catalogue catalogue = new Catalogue(families());
  private final FakeAws aws = new FakeAws(catalogue, new Random(7));
  private final CellDriver cell = new CellDriver(rules(), catalogue, aws);

  private void refuseSubnet9() {
    aws.refuseGroups(spec -> spec.subnets().contains("subnet-9") ? NO_SUBNET : "");
  }

  @Test
  void badSubnetIsNoticedBeforeTheFirstJobAndStaysTheReason() {
    refuseSubnet9();
    cell.registers(within(1, "subnet-9")).runs(3);
    assertThat(cell.condition())
        .isEqualTo(new Condition(ARN, 1, false, "CLIENT_ERROR - " + NO_SUBNET, 0, false));
    // The scheduler asks for nothing in an INVALID environment: that makes nothing right.
    cell.hears(demand(1, 0)).registers(within(2, "subnet-9")).runs(40);
    cell.hears(demand(2, 3)).runs(40);
    assertThat(cell.conditions).extracting(Condition::valid).containsOnly(false);
    assertThat(cell.condition().registryVersion()).isEqualTo(2);
    assertThat(aws.instances).isEmpty();
  }

  @Test
  void reasonStaysWithTheNextOwner() {
    refuseSubnet9();
    cell.registers(within(1, "subnet-9")).runs(3);
    cell.restart();
    cell.hears(demand(1, 0)).runs(20);
    assertThat(cell.conditions).extracting(Condition::valid).containsOnly(false);
  }

  @Test
  void whatAwsRefusedIsTriedAgainNowAndThenUntilItSucceeds() {
    refuseSubnet9();
    cell.registers(within(1, "subnet-9")).runs(36);
    // Three minutes: one try a minute.
    assertThat(cell.actions(Action.EnsureGroup.class)).hasSize(3);
    aws.refuseGroups(spec -> "");
    cell.runs(15);
    assertThat(cell.condition()).isEqualTo(new Condition(ARN, 1, true, "", 0, false));
  }

  @Test
  void oneGroupExistsFromTheStart() {
    cell.registers(environment(64, "m6i")).runs(2);
    assertThat(aws.groups).hasSize(1);
    assertThat(cell.condition()).isEqualTo(new Condition(ARN, 1, true, "", 0, false));
    cell.runs(5);
    assertThat(cell.actions).hasSize(2);
  }

  @Test
  void nothingIsSaidOfSettingsThatAreNotAppliedYet() {
    cell.registers(environment(64, "m6i")).pass();
    assertThat(cell.conditions).isEmpty();
  }

  @Test
  void changedSubnetsAreTriedAtOnceAndTakenBackAtOnce() {
    refuseSubnet9();
    cell.registers(within(1, "subnet-1")).hears(demand(1, 2)).runs(20);
    assertThat(aws.alive()).hasSize(2);
    cell.registers(within(2, "subnet-9")).runs(3);
    assertThat(cell.condition())
        .isEqualTo(new Condition(ARN, 2, false, "CLIENT_ERROR - " + NO_SUBNET, 4, false));
    cell.registers(within(3, "subnet-1")).runs(3);
    assertThat(cell.condition()).isEqualTo(new Condition(ARN, 3, true, "", 4, false));
    assertThat(aws.alive()).hasSize(2);
  }

  @Test
  void groupThatOnlyADemandNeedsIsAReasonForItsJobsAndNotForTheEnvironment() {
    aws.refuseGroups(spec -> spec.weight() == 8 ? "You have reached your quota of groups" : "");
    cell.registers(environment(64, "m6i")).hears(demand(1, shape(7, 20), 1)).runs(20);
    assertThat(cell.facts(Fact.LaunchFailed.class))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.code()).isEqualTo("ValidationError");
              assertThat(f.message()).contains("quota");
              assertThat(f.instanceTypes()).containsExactly("m6i.2xlarge");
            });
    assertThat(cell.conditions).extracting(Condition::valid).containsOnly(true);
    // The next size does it.
    assertThat(cell.facts(Fact.Launched.class))
        .singleElement()
        .satisfies(l -> assertThat(l.instanceType()).isEqualTo("m6i.4xlarge"));
  }

  @Test
  void aNewStatusOfTheSameSettingsForgivesNothing() {
    cell.registers(within(1, "subnet-1")).hears(demand(1, 3)).runs(20);
    cell.waits(Duration.ofMinutes(11)).hears(demand(1, 3)).runs(5);
    assertThat(cell.condition().reason()).contains("none of the nodes joined");
    // The registry's next version says only that the status is INVALID now.
    cell.registers(within(2, "subnet-1")).runs(5);
    assertThat(cell.condition().valid()).isFalse();
    assertThat(cell.condition().registryVersion()).isEqualTo(2);
  }

  @Test
  void disablingAndEnablingTriesAtOnce() {
    refuseSubnet9();
    cell.registers(within(1, "subnet-9")).runs(3);
    aws.refuseGroups(spec -> "");
    cell.registers(disabled(within(2, "subnet-9"))).runs(2);
    assertThat(cell.condition()).isEqualTo(new Condition(ARN, 2, true, "", 0, false));
    cell.registers(within(3, "subnet-9")).runs(1);
    assertThat(cell.condition()).isEqualTo(new Condition(ARN, 3, true, "", 0, false));
  }

  @Test
  void nothingGrowsOnWhatAwsRefuses() {
    aws.pools.put("m6i.large", 0);
    cell.registers(within(1, "subnet-1")).hears(demand(1, 2)).runs(1);
    refuseSubnet9();
    cell.registers(within(2, "subnet-9")).hears(demand(2, 2)).runs(5);
    assertThat(aws.groups.values()).allSatisfy(g -> assertThat(g.desired).isZero());
    assertThat(aws.instances).isEmpty();
  }

  @Test
  void environmentThatCannotBeJudgedSaysWhatItWaitsForUntilItCan() {
    cell.registers(within(1, "subnet-1")).cannotSee("no permission").cannotSee("no permission");
    assertThat(cell.conditions)
        .containsExactly(new Condition(ARN, 0, false, "Waits for AWS: no permission", 0, false));
    cell.runs(3);
    assertThat(cell.condition()).isEqualTo(new Condition(ARN, 1, true, "", 0, false));
  }

  @Test
  void whatWasJudgedStandsWhileAwsIsNotSeen() {
    cell.registers(within(1, "subnet-1")).hears(demand(1, 2)).runs(20);
    var said = List.copyOf(cell.conditions);
    // A new version that only repeats the status is no reason to speak either.
    cell.cannotSee("silence").registers(within(2, "subnet-1")).cannotSee("silence");
    assertThat(cell.conditions).isEqualTo(said);
    cell.registers(within(3, "subnet-9")).cannotSee("silence");
    assertThat(cell.condition())
        .isEqualTo(new Condition(ARN, 0, false, "Waits for AWS: silence", 4, false));
  }

  private Demand demand(long version, int count) {
    return demand(version, shape(2, 2), count);
  }

  private Demand demand(long version, Shape shape, int count) {
    return new Demand(
        ARN,
        version,
        0,
        64,
        count == 0 ? List.of() : List.of(new Waiting(shape, count)),
        Set.of(),
        Set.of(),
        Set.of(),
        cell.now);
  }
}
