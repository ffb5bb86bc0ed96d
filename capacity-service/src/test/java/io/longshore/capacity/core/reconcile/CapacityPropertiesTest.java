package io.longshore.capacity.core.reconcile;

import static io.longshore.capacity.core.Some.ARN;
import static io.longshore.capacity.core.Some.environment;
import static io.longshore.capacity.core.Some.families;
import static io.longshore.capacity.core.Some.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.reconcile.Report.Fact;
import java.time.Duration;
import java.util.HashMap;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random demand, dry pools, deaths and crashes: what the service promises holds throughout. */
class CapacityPropertiesTest {

  private static final int LARGEST = 16;

  @Property(tries = 150)
  void maximumIsPassedByAtMostOneInstance(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int maximum) {
    var story = new Story(seed, maximum, false);
    for (int i = 0; i < 120; i++) {
      story.turn();
      assertThat(story.aws.countedVcpus()).isLessThan(maximum + LARGEST);
    }
  }

  @Property(tries = 150)
  void onlyGivenUpInstancesAreEndedAndEachFactIsSaidOnce(@ForAll long seed) {
    var story = new Story(seed, 64, true);
    for (int i = 0; i < 150; i++) {
      story.turn();
    }
    assertThat(story.scheduler.everGivenUp).containsAll(story.aws.endedByRequest);
    saidOnce(story);
  }

  @Property(tries = 100)
  void itConvergesOnceFaultsStop(@ForAll long seed) {
    var story = new Story(seed, 64, true);
    for (int i = 0; i < 60; i++) {
      story.turn();
    }
    story.calm();
    for (int i = 0; i < 300; i++) {
      story.turn();
    }
    assertThat(story.scheduler.waitingJobs()).isZero();
    assertThat(story.scheduler.runningJobs()).isZero();
    assertThat(story.aws.alive()).isEmpty();
    assertThat(story.aws.groups.values()).allSatisfy(g -> assertThat(g.desired).isZero());
    assertThat(story.scheduler.unsettled()).isEmpty();
  }

  private static void saidOnce(Story story) {
    var launched = new HashMap<String, Integer>();
    var terminated = new HashMap<String, Integer>();
    for (var fact : story.cell.facts()) {
      switch (fact) {
        case Fact.Launched l -> launched.merge(l.instanceId(), 1, Integer::sum);
        case Fact.Terminated t -> terminated.merge(t.instanceId(), 1, Integer::sum);
        default -> {}
      }
    }
    assertThat(launched.values()).allMatch(n -> n == 1);
    assertThat(terminated.values()).allMatch(n -> n == 1);
  }

  /** A scheduler, a cell and an AWS that live side by side. */
  private static final class Story {
    final Random random;
    final FakeAws aws;
    final CellDriver cell;
    final FakeScheduler scheduler;
    private boolean faults;

    Story(long seed, int maximum, boolean faults) {
      this.random = new Random(seed);
      this.faults = faults;
      var catalogue = new Catalogue(families());
      aws = new FakeAws(catalogue, random);
      cell = new CellDriver(rules(), catalogue, aws);
      scheduler = new FakeScheduler(ARN, maximum, catalogue, random);
      cell.registers(environment(maximum, "m6i", "c6i", "r6i"));
      families().forEach(t -> aws.pools.put(t.name(), random.nextInt(4)));
    }

    void calm() {
      faults = false;
      scheduler.stopArrivals();
      aws.refuseGroups(spec -> "");
      families().forEach(t -> aws.pools.put(t.name(), 100));
    }

    void turn() {
      scheduler.turn(cell, cell.now);
      if (random.nextInt(3) > 0) {
        cell.hears(scheduler.demand(cell.now));
      }
      if (faults && random.nextInt(12) == 0) {
        int refused = random.nextInt(3);
        aws.refuseGroups(spec -> spec.weight() % 3 == refused ? "refused for a while" : "");
      }
      int said = cell.conditions.size();
      if (random.nextInt(6) == 0) {
        cell.pass(random.nextInt(4));
      } else {
        cell.pass();
      }
      if (cell.conditions.subList(said, cell.conditions.size()).stream()
          .anyMatch(Condition::valid)) {
        assertThat(aws.templates).isNotEmpty();
        assertThat(aws.groups).isNotEmpty();
      }
      if (faults && random.nextInt(10) == 0 && !aws.alive().isEmpty()) {
        var alive = aws.alive();
        aws.kill(
            alive.get(random.nextInt(alive.size())), "Server.SpotInstanceTermination", cell.now);
      }
      cell.waits(Duration.ofSeconds(5));
    }
  }
}
