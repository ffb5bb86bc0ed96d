package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.job.StateName.RUNNABLE;
import static io.longshore.scheduler.core.job.StateName.STARTING;
import static io.longshore.scheduler.core.round.JobMaker.array;
import static io.longshore.scheduler.core.round.JobMaker.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.demand.WaitingGroup;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked for behind a job that gets nothing: it could not be used. */
class BlockedHeadStoriesTest {
  private static final Duration A_MOMENT = Duration.ofMillis(200);
  private static final EnvironmentArn CE = new EnvironmentArn("ce");

  private static List<Long> counts(Story story) {
    return story.demand("ce").waiting().stream().map(WaitingGroup::count).toList();
  }

  /** As capacity-service: what is asked for is there within seconds, what is released goes. */
  private static int launchesOver(Duration time, Story story) {
    var names = new ArrayList<String>();
    for (var end = story.now.plus(time); story.now.isBefore(end); ) {
      for (var group : story.demand("ce").waiting()) {
        var cpus = group.shape().requests().vcpuMillis() / 1000.0;
        if (group.shape().requests().gpus() == 0 && cpus <= 8) {
          var name = "n" + names.size();
          story.launched(name, (int) cpus).joins(name, cpus);
          names.add(name);
        }
      }
      for (var name : names) {
        var instance = story.cell.state().instances.get("i-" + name);
        if (instance != null && instance.state() instanceof InstanceState.Released) {
          story.terminated(name).nodeGone(name);
        }
      }
      story.passes(Duration.ofSeconds(5));
    }
    return names.size();
  }

  @Test
  void nothingIsBoughtBehindAHeadThatIsAboveEveryMaximum() {
    var story = Story.begin().ready(0, 64).submits(job("huge").cpus(65), array("small", 20));
    assertThat(launchesOver(Duration.ofMinutes(10), story)).isZero();
    story.terminates("huge", "never").passes(A_MOMENT);
    assertThat(counts(story)).containsExactly(20L);
  }

  @Test
  void nothingIsBoughtBehindAHeadThatNoTypeCanHold() {
    var story = Story.begin().ready(0, 64).submits(job("huge").gpus(8), array("small", 20));
    var shape = story.demand("ce").waiting().getFirst().shape();
    story.step(new Input.FitsNoType(CE, shape, "no GPU", 1));
    assertThat(launchesOver(Duration.ofMinutes(10), story)).isZero();
    story.expect("small:0", RUNNABLE);
  }

  @Test
  void nothingIsBoughtBehindAHeadThatIsRefusedForHours() {
    var story = Story.begin().ready(0, 64).submits(job("wide").cpus(16), array("small", 20));
    story.step(new Input.LaunchRefused(CE, "InsufficientInstanceCapacity", "none", List.of()));
    assertThat(launchesOver(Duration.ofMinutes(10), story)).isZero();
    assertThat(counts(story)).as("the head is asked for").containsExactly(1L);
    story.launched("wide", 16).joins("wide", 16).expect("wide", STARTING);
    assertThat(counts(story)).containsExactly(20L);
  }

  @Test
  void nothingIsBoughtBehindAJobThatWaitsForAFullEnvironment() {
    var story =
        Story.begin()
            .ready(0, 10)
            .joins("busy", 8)
            .submits(job("first").cpus(8))
            .submits(job("second").cpus(8), array("small", 20));
    assertThat(launchesOver(Duration.ofMinutes(10), story)).isZero();
    story.exits("first").expect("second", STARTING);
    assertThat(counts(story)).containsExactly(2L);
  }

  @Test
  void whatGoesBeforeTheFirstThatGetsNothingIsAskedFor() {
    var story = Story.begin().ready(0, 7);
    story
        .submits(job("a1").cpus(3), job("b1"), job("a2").cpus(3), job("b2"), job("a3").cpus(3))
        .passes(A_MOMENT);
    // a1, a2 and b1 go before a3, which gets nothing; b2 does too, but the maximum is reached.
    assertThat(counts(story)).containsExactly(2L, 1L);
    var other = Story.begin().ready(0, 5);
    other.submits(job("a1").cpus(3), job("a2").cpus(3), job("b1"), job("b2")).passes(A_MOMENT);
    assertThat(counts(other)).as("b1 goes after a2").containsExactly(1L);
  }
}
