package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.job.StateName.RUNNABLE;
import static io.longshore.scheduler.core.job.StateName.STARTING;
import static io.longshore.scheduler.core.round.JobMaker.array;
import static io.longshore.scheduler.core.round.JobMaker.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.demand.WaitingGroup;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemandStoriesTest {
  private static final Duration A_MOMENT = Duration.ofMillis(200);

  @Test
  void whatWaitsIsGroupedByShapeInOrder() {
    var story =
        Story.begin()
            .ready(0, 64)
            .submits(job("a").cpus(2), job("b").cpus(1), job("c").cpus(2), array("d", 10).cpus(1))
            .passes(A_MOMENT);
    assertThat(story.demand("ce").waiting())
        .extracting(g -> g.shape().requests().vcpuMillis(), WaitingGroup::count)
        .containsExactly(tuple(2000L, 2L), tuple(1000L, 11L));
  }

  @Test
  void demandStopsAtTheMaximum() {
    var story = Story.begin().ready(0, 8).submits(array("a", 100).cpus(3)).passes(A_MOMENT);
    assertThat(story.demand("ce").waiting()).extracting(WaitingGroup::count).containsExactly(2L);
  }

  @Test
  void instancesOnTheirWayAreNotSubtractedAndThoseThatJoinedAre() {
    var story = Story.begin().ready(0, 8).submits(array("a", 100).cpus(4)).passes(A_MOMENT);
    assertThat(count(story)).isEqualTo(2);
    story.launched("n1", 4).passes(A_MOMENT);
    assertThat(count(story)).isEqualTo(2);
    story.joins("n1", 4).passes(A_MOMENT);
    assertThat(count(story)).isEqualTo(1);
    assertThat(story.demand("ce").usable()).containsExactly("i-n1");
  }

  private static long count(Story story) {
    return story.demand("ce").waiting().stream().mapToLong(WaitingGroup::count).sum();
  }

  @Test
  void demandSpillsToTheNextEnvironmentWhenTheFirstIsAtItsMaximum() {
    var story =
        Story.begin()
            .environment("ce", 0, 2)
            .environment("ce2", 0, 64)
            .queue("q", 1, "ce", "ce2")
            .submits(array("a", 10))
            .passes(A_MOMENT);
    assertThat(count(story)).isEqualTo(2);
    assertThat(story.demand("ce2").waiting()).extracting(WaitingGroup::count).containsExactly(8L);
  }

  @Test
  void shapeThatFitsNoTypeEatsNoBudget() {
    var story = Story.begin().ready(0, 64).submits(job("a").gpus(8)).passes(A_MOMENT);
    var shape = story.demand("ce").waiting().getFirst().shape();
    story.step(new Input.FitsNoType(new EnvironmentArn("ce"), shape, "no GPU", 1)).passes(A_MOMENT);
    assertThat(story.demand("ce").waiting()).isEmpty();
    story.environment("ce", 0, 64).passes(A_MOMENT);
    assertThat(story.demand("ce").waiting()).hasSize(1);
  }

  @Test
  void roomBehindABlockedHeadIsNoDemand() {
    var story =
        Story.begin()
            .ready(0, 64)
            .joins("n1", 4)
            .submits(job("big").cpus(8), array("small", 6))
            .passes(A_MOMENT);
    assertThat(story.demand("ce").waiting())
        .extracting(g -> g.shape().requests().vcpuMillis(), WaitingGroup::count)
        .containsExactly(tuple(8000L, 1L), tuple(1000L, 2L));
  }

  @Test
  void groupsAreBoundedAndTheRestJoinsTheSmallestThatCoversIt() {
    var story = Story.begin().ready(0, 10_000);
    story.submits(job("wide").cpus(16).memoryMib(9_000));
    for (var i = 0; i < 250; i++) {
      story.submits(job("j" + i).memoryMib(1_000 + i));
    }
    story.passes(A_MOMENT);
    assertThat(story.demand("ce").waiting()).hasSize(200);
    assertThat(count(story)).isEqualTo(251);
    assertThat(story.demand("ce").waiting().getFirst().count()).isEqualTo(52);
  }

  @Test
  void idleInstanceIsReleasedAfterTheDelay() {
    var story =
        Story.begin()
            .ready(0, 64)
            .joins("n1", 4)
            .submits(job("a"))
            .exits("a")
            .passes(Duration.ofSeconds(59))
            .expectInstance("n1", InstanceState.Usable.class);
    assertThat(story.last().wakeAt()).isEqualTo(story.now.plusSeconds(1));
    story.passes(Duration.ofSeconds(1)).expectInstance("n1", InstanceState.Released.class);
    assertThat(story.demand("ce").released()).containsExactly("i-n1");
    story.submits(job("b")).expect("b", RUNNABLE).terminated("n1");
    assertThat(story.demand("ce").released()).isEmpty();
  }

  @Test
  void minimumIsHeldEvenWhenIdle() {
    var story = Story.begin().ready(6, 64).joins("n1", 4).joins("n2", 4).joins("n3", 4);
    story
        .passes(Duration.ofMinutes(5))
        .expectInstance("n1", InstanceState.Released.class)
        .expectInstance("n2", InstanceState.Usable.class)
        .expectInstance("n3", InstanceState.Usable.class);
    assertThat(story.demand("ce").minimumVcpus()).isEqualTo(6);
  }

  @Test
  void busyInstanceIsNotReleased() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 4)
        .submits(job("a"))
        .passes(Duration.ofHours(5))
        .expect("a", STARTING)
        .expectInstance("n1", InstanceState.Usable.class);
  }

  @Test
  void instanceThatHeldTheMinimumGoesOnceAnotherDoes() {
    var story = Story.begin().ready(4, 64).joins("n1", 4).passes(Duration.ofMinutes(5));
    story.expectInstance("n1", InstanceState.Usable.class).joins("n2", 4);
    story
        .expectInstance("n1", InstanceState.Released.class)
        .expectInstance("n2", InstanceState.Usable.class)
        .passes(Duration.ofMinutes(5))
        .expectInstance("n2", InstanceState.Usable.class);
  }

  @Test
  void deletedEnvironmentGoesWithItsLastInstance() {
    var story =
        Story.begin()
            .ready(2, 64)
            .joins("n1", 4)
            .launched("n2", 4)
            .deleteEnvironment("ce")
            .passes(A_MOMENT)
            .expectInstance("n1", InstanceState.Released.class)
            .expectInstance("n2", InstanceState.Released.class);
    assertThat(story.demand("ce").minimumVcpus()).isZero();
    story.terminated("n1").terminated("n2");
    assertThat(story.cell.state().environments).isEmpty();
    assertThat(story.sent(Outgoing.DemandWithdrawn.class)).hasSize(1);
  }

  @Test
  void environmentThatAnInstanceWasHeardOfFirstIsTakenOverFromTheRegistry() {
    var story = Story.begin().launched("n1", 4).expectInstance("n1", InstanceState.Released.class);
    story.ready(0, 64).submits(job("a")).passes(A_MOMENT);
    assertThat(count(story)).isEqualTo(1);
    assertThat(story.demand("ce").released()).containsExactly("i-n1");
    story.terminated("n1").joins("n2", 4).expect("a", STARTING);
  }

  @Test
  void everythingIsStatedOnceMoreAfterATakeover() {
    var story = Story.begin().ready(1, 64);
    var before = story.sent(Outgoing.DemandStated.class).size();
    story.takeover().step();
    assertThat(story.sent(Outgoing.DemandStated.class)).hasSize(before + 1);
  }
}
