package io.longshore.capacity.core.reconcile;

import static io.longshore.capacity.core.Some.ARN;
import static io.longshore.capacity.core.Some.deleted;
import static io.longshore.capacity.core.Some.deleting;
import static io.longshore.capacity.core.Some.environment;
import static io.longshore.capacity.core.Some.families;
import static io.longshore.capacity.core.Some.rules;
import static io.longshore.capacity.core.Some.shape;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.Shape;
import io.longshore.capacity.core.Strategy;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.interrupt.Verdict.Fate;
import io.longshore.capacity.core.reconcile.Report.Fact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapacityCellTest {

  private final Catalogue catalogue = new Catalogue(families());
  private final FakeAws aws = new FakeAws(catalogue, new Random(7));
  private final CellDriver cell = new CellDriver(rules(), catalogue, aws);
  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<String> usable = new HashSet<>();
  private final Set<String> released = new HashSet<>();
  private final Set<String> lost = new HashSet<>();
  private int minimum;

  @Test
  void waitingShapesBecomeInstancesAndReports() {
    cell.registers(environment(64, "m6i"));
    waits(shape(2, 2), 3);
    cell.hears(demand(1)).runs(20);
    assertThat(cell.facts(Fact.Launched.class))
        .hasSize(3)
        .allSatisfy(
            l -> {
              assertThat(l.instanceType()).isEqualTo("m6i.large");
              assertThat(l.market()).isEqualTo("on-demand");
              assertThat(l.capacity().vcpuMillis()).isEqualTo(2000);
            });
    assertThat(cell.actions(Action.SetDesired.class)).hasSize(1);
    assertThat(cell.condition()).isEqualTo(new Condition(ARN, 1, true, "", 6, false));
  }

  @Test
  void nothingGrowsUntilTheRegistryVersionIsKnown() {
    cell.registers(environment(64, "m6i"));
    waits(shape(2, 2), 3);
    cell.hears(demand(2)).runs(5);
    assertThat(aws.instances).isEmpty();
    assertThat(aws.templates).hasSize(1);
    cell.registers(environment(2, Market.ON_DEMAND, Strategy.BEST_FIT_PROGRESSIVE, 64, "m6i"));
    cell.runs(10);
    assertThat(aws.instances).hasSize(3);
  }

  @Test
  void releasedInstanceIsEndedOnceAndReportedOnce() {
    cell.registers(environment(64, "m6i"));
    waits(shape(2, 2), 2);
    cell.hears(demand(1)).runs(20);
    waiting.clear();
    usable.addAll(aws.alive());
    released.add("i-00000");
    usable.remove("i-00000");
    cell.hears(demand(1)).runs(40);
    assertThat(cell.actions(Action.EndInstance.class))
        .containsExactly(
            new Action.EndInstance("i-00000", aws.groups.keySet().iterator().next(), true));
    assertThat(cell.facts(Fact.Terminated.class))
        .containsExactly(new Fact.Terminated("i-00000", "Client.UserInitiatedShutdown", false));
    assertThat(aws.alive()).containsExactly("i-00001");
    assertThat(aws.groups.values()).allSatisfy(g -> assertThat(g.desired).isEqualTo(2));
  }

  @Test
  void lostInstanceIsEndedToo() {
    launched(1);
    lost.add("i-00000");
    cell.hears(demand(1)).runs(20);
    assertThat(cell.facts(Fact.Terminated.class)).hasSize(1);
  }

  @Test
  void requestThatNobodyNeedsIsWithdrawn() {
    cell.registers(environment(64, "m6i"));
    aws.pools.put("m6i.large", 0);
    aws.pools.put("m6i.xlarge", 0);
    aws.pools.put("m6i.2xlarge", 0);
    aws.pools.put("m6i.4xlarge", 0);
    waits(shape(2, 2), 1);
    cell.hears(demand(1)).runs(10);
    assertThat(cell.facts(Fact.LaunchFailed.class))
        .singleElement()
        .satisfies(f -> assertThat(f.code()).isEqualTo("InsufficientInstanceCapacity"));
    waiting.clear();
    cell.hears(demand(1)).runs(2);
    assertThat(aws.groups.values()).allSatisfy(g -> assertThat(g.desired).isZero());
    assertThat(cell.facts(Fact.LaunchRecovered.class)).hasSize(1);
    assertThat(cell.conditions).allSatisfy(c -> assertThat(c.valid()).isTrue());
  }

  @Test
  void shortageThatLastsIsReportedAgainNowAndThen() {
    cell.registers(environment(64, "m6i"));
    List.of("large", "xlarge", "2xlarge", "4xlarge").forEach(s -> aws.pools.put("m6i." + s, 0));
    waits(shape(2, 2), 1);
    cell.hears(demand(1)).runs(10);
    assertThat(cell.facts(Fact.LaunchFailed.class)).hasSize(1);
    cell.runs(120);
    // Ten minutes, a minute or a little more apart.
    assertThat(cell.facts(Fact.LaunchFailed.class)).hasSizeBetween(8, 12);
    assertThat(cell.facts(Fact.LaunchRecovered.class)).isEmpty();
  }

  @Test
  void shortGroupIsLeftForTheNextSize() {
    cell.registers(environment(64, "m6i"));
    aws.pools.put("m6i.large", 0);
    waits(shape(2, 2), 1);
    cell.hears(demand(1)).runs(20);
    assertThat(cell.facts(Fact.Launched.class))
        .singleElement()
        .satisfies(l -> assertThat(l.instanceType()).isEqualTo("m6i.xlarge"));
    assertThat(cell.facts())
        .extracting(f -> f.getClass().getSimpleName())
        .containsExactly("LaunchFailed", "Launched", "LaunchRecovered");
  }

  @Test
  void instanceThatNeverJoinsIsReportedAndNoLongerCountedOn() {
    launched(1);
    waits(shape(2, 2), 1);
    cell.waits(Duration.ofMinutes(11));
    cell.hears(demand(1)).runs(10);
    assertThat(cell.facts(Fact.NeverJoined.class))
        .singleElement()
        .satisfies(n -> assertThat(n.instanceId()).isEqualTo("i-00000"));
    // The scheduler has not released it yet; what waits gets another.
    assertThat(aws.endedByRequest).isEmpty();
    assertThat(aws.instances).hasSize(2);
  }

  @Test
  void instanceThatWasUsedIsNotCalledNeverJoined() {
    launched(1);
    usable.add("i-00000");
    cell.hears(demand(1)).runs(1);
    usable.clear();
    cell.restart();
    cell.waits(Duration.ofMinutes(11)).hears(demand(1)).runs(5);
    assertThat(cell.facts(Fact.NeverJoined.class)).isEmpty();
  }

  @Test
  void lateStatementProvesNothingAboutJoining() {
    launched(1);
    var old = demand(1);
    cell.waits(Duration.ofMinutes(11)).hears(old).runs(5);
    assertThat(cell.facts(Fact.NeverJoined.class)).isEmpty();
  }

  @Test
  void environmentWhoseNodesNeverJoinBecomesInvalidUntilItChanges() {
    cell.registers(environment(64, "m6i"));
    waits(shape(2, 2), 3);
    cell.hears(demand(1)).runs(20).waits(Duration.ofMinutes(11));
    cell.hears(demand(1)).runs(5);
    assertThat(cell.facts(Fact.NeverJoined.class)).hasSize(3);
    assertThat(cell.condition().valid()).isFalse();
    assertThat(cell.condition().reason())
        .startsWith("CLIENT_ERROR - ")
        .contains("none of the nodes joined");
    assertThat(aws.instances).hasSize(3);
    cell.registers(environment(2, Market.ON_DEMAND, Strategy.BEST_FIT_PROGRESSIVE, 32, "m6i"));
    cell.runs(3);
    assertThat(cell.condition().valid()).isTrue();
    assertThat(aws.instances).hasSizeGreaterThan(3);
  }

  @Test
  void templateThatAwsRefusesMakesTheEnvironmentInvalidAndIsTriedAgain() {
    aws.refuseTemplates("The image id '[ami-1]' does not exist");
    cell.registers(environment(64, "m6i")).runs(3);
    assertThat(cell.condition().reason())
        .isEqualTo("CLIENT_ERROR - The image id '[ami-1]' does not exist");
    aws.refuseTemplates("");
    cell.runs(15);
    assertThat(cell.condition()).isEqualTo(new Condition(ARN, 1, true, "", 0, false));
  }

  @Test
  void unknownTypeMakesTheEnvironmentInvalid() {
    cell.registers(environment(64, "x9.huge")).runs(1);
    assertThat(cell.condition().reason()).contains("x9.huge");
    assertThat(cell.actions).isEmpty();
  }

  @Test
  void unfitShapeIsReportedOncePerVersion() {
    cell.registers(environment(64, "m6i"));
    waits(shape(99, 2), 5);
    cell.hears(demand(1)).runs(5);
    assertThat(cell.facts(Fact.FitsNoType.class)).hasSize(1);
    cell.registers(environment(2, Market.ON_DEMAND, Strategy.BEST_FIT_PROGRESSIVE, 64, "m6i"));
    cell.runs(5);
    assertThat(cell.facts(Fact.FitsNoType.class)).hasSize(2);
  }

  @Test
  void deletedEnvironmentWaitsForReleaseAndLeavesNothing() {
    launched(1);
    cell.registers(deleting(environment(64, "m6i"))).runs(5);
    assertThat(aws.alive()).hasSize(1);
    assertThat(cell.condition().gone()).isFalse();
    released.add("i-00000");
    cell.hears(demand(2)).runs(30);
    assertThat(aws.alive()).isEmpty();
    assertThat(aws.groups).isEmpty();
    assertThat(aws.templates).isEmpty();
    assertThat(cell.condition().gone()).isTrue();
    var before = cell.conditions.size();
    cell.registers(deleted(environment(64, "m6i"))).runs(3).restart();
    cell.runs(3);
    assertThat(cell.conditions).hasSize(before + 1);
  }

  @Test
  void changedTemplateMakesInstancesWantToGo() {
    launched(1);
    usable.add("i-00000");
    cell.hears(demand(1)).runs(1);
    var changed = environment(2, Market.ON_DEMAND, Strategy.BEST_FIT_PROGRESSIVE, 64, "m6i");
    var tagged =
        new Environment.Compute(
            Market.ON_DEMAND,
            Strategy.BEST_FIT_PROGRESSIVE,
            64,
            List.of("m6i"),
            new Environment.Image("ami-2", "", ""),
            changed.compute().placement(),
            Map.of(),
            "");
    cell.registers(
            new Environment(
                ARN, "burst", changed.uuid(), 2, Environment.Life.ACTIVE, true, "demo", tagged))
        .runs(3);
    assertThat(cell.facts(Fact.WantsToGo.class)).hasSize(1);
    assertThat(aws.endedByRequest).isEmpty();
  }

  @Test
  void interruptionIsReportedOnceAndNamedAtTheEnd() {
    launched(1);
    var event = interruption("i-00000");
    cell.hears(event).hears(event);
    assertThat(cell.facts(Fact.Interruption.class))
        .containsExactly(
            new Fact.Interruption("i-00000", "terminate", cell.now.plus(Duration.ofMinutes(2))));
    assertThat(cell.verdicts).allSatisfy(v -> assertThat(v.fate()).isEqualTo(new Fate.Done()));
    aws.kill("i-00000", "Server.SpotInstanceTermination: gone", cell.now);
    cell.runs(20);
    assertThat(cell.facts(Fact.Terminated.class))
        .singleElement()
        .satisfies(t -> assertThat(t.interrupted()).isTrue());
  }

  @Test
  void noticeForAnInstanceThatNoLookHasShownWaits() {
    cell.registers(environment(64, "m6i"));
    var event = interruption("i-77777");
    cell.hears(event).waits(Duration.ofMinutes(3)).hears(event);
    assertThat(cell.verdicts.getFirst().fate()).isEqualTo(new Fate.Later());
    assertThat(cell.verdicts.getLast().fate()).isInstanceOf(Fate.Foreign.class);
  }

  @Test
  void instanceThatEc2NoLongerKnowsHasEnded() {
    launched(1);
    aws.forget("i-00000");
    waiting.clear();
    cell.hears(demand(1)).runs(5);
    assertThat(cell.facts(Fact.Terminated.class)).isEmpty();
    cell.runs(5);
    assertThat(cell.facts(Fact.Terminated.class))
        .containsExactly(new Fact.Terminated("i-00000", "EC2 no longer knows the instance", false));
  }

  @Test
  void lookAtAnotherAccountEndsNothingMakesNothingAndIsSaid() {
    launched(2);
    usable.addAll(aws.alive());
    cell.hears(demand(1)).runs(2);
    var before = cell.actions.size();
    aws.elsewhere(true);
    waits(shape(2, 2), 3);
    cell.hears(demand(1)).runs(6);
    assertThat(cell.condition().valid()).isTrue();
    cell.runs(20).restart();
    cell.runs(20);
    assertThat(cell.facts(Fact.Terminated.class)).isEmpty();
    assertThat(cell.actions).hasSize(before);
    assertThat(cell.condition().valid()).isFalse();
    assertThat(cell.condition().reason()).contains("another account");
    aws.elsewhere(false);
    cell.hears(demand(1)).runs(10);
    assertThat(cell.condition().valid()).isTrue();
    assertThat(cell.facts(Fact.Terminated.class)).isEmpty();
    assertThat(aws.alive()).hasSize(5);
  }

  @Test
  void operatorWhoGivesAllUpEndsTheWait() {
    launched(2);
    usable.addAll(aws.alive());
    aws.elsewhere(true);
    cell.hears(demand(1)).runs(20);
    lost.addAll(usable);
    usable.clear();
    cell.hears(demand(1)).runs(10);
    assertThat(cell.facts(Fact.Terminated.class)).hasSize(2);
  }

  @Test
  void instanceThatLivedWhileNobodyLookedIsReportedEnded() {
    launched(1);
    var before = cell.facts().size();
    var all = new CellDriver(rules(), catalogue, aws);
    aws.kill("i-00000", "Server.InternalError", cell.now);
    for (int i = 0; i < 20; i++) {
      aws.tick(cell.now);
    }
    all.registers(environment(64, "m6i")).runs(2);
    assertThat(before).isEqualTo(1);
    assertThat(all.facts(Fact.Terminated.class))
        .containsExactly(new Fact.Terminated("i-00000", "Server.InternalError", false));
  }

  @Test
  void nodeThatEc2NeverListedIsNoEvidenceUntilTheSchedulerGivesItUp() {
    cell.registers(environment(64, "m6i"));
    usable.add("i-elsewhere");
    cell.hears(demand(1)).runs(5).waits(Duration.ofMinutes(30)).hears(demand(1)).runs(5);
    assertThat(cell.facts()).isEmpty();
    usable.clear();
    released.add("i-elsewhere");
    cell.hears(demand(1)).runs(5);
    assertThat(cell.facts()).isEmpty();
    cell.waits(Duration.ofMinutes(5)).runs(1);
    assertThat(cell.facts(Fact.Terminated.class))
        .containsExactly(
            new Fact.Terminated("i-elsewhere", "EC2 does not know the instance", false));
  }

  @Test
  void restartAdoptsWhatExists() {
    launched(2);
    cell.restart();
    cell.hears(demand(1)).runs(10);
    assertThat(aws.instances).hasSize(2);
    assertThat(cell.facts(Fact.Launched.class)).hasSize(2);
  }

  @Test
  void minimumIsHeld() {
    minimum = 5;
    cell.registers(environment(64, "m6i")).hears(demand(1)).runs(10);
    assertThat(aws.instances).hasSize(3);
  }

  private void launched(int count) {
    cell.registers(environment(64, "m6i"));
    waits(shape(2, 2), count);
    cell.hears(demand(1)).runs(20);
    assertThat(aws.alive()).hasSize(count);
    waiting.clear();
  }

  private void waits(Shape shape, long count) {
    waiting.add(new Waiting(shape, count));
  }

  private Event interruption(String id) {
    return new Event(
        "r-1",
        "EC2 Spot Instance Interruption Warning",
        cell.now,
        Map.of("instance-id", id, "instance-action", "terminate"));
  }

  private Demand demand(long version) {
    return new Demand(ARN, version, minimum, 64, waiting, usable, released, lost, cell.now);
  }
}
