package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.job.StateName.RUNNABLE;
import static io.longshore.scheduler.core.job.StateName.RUNNING;
import static io.longshore.scheduler.core.job.StateName.STARTING;
import static io.longshore.scheduler.core.job.StateName.SUCCEEDED;
import static io.longshore.scheduler.core.round.JobMaker.job;
import static io.longshore.scheduler.core.round.JobMaker.spotJob;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.demand.InstanceState;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.NodeUid;
import io.longshore.scheduler.core.job.Evidence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostStoriesTest {
  @Test
  void terminatedInstanceEndsTheAttemptAndRulesRetryIt() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 4)
            .submits(spotJob("a"))
            .runs("a")
            .terminated("n1")
            .expect("a", RUNNABLE);
    var attempt = story.news("a").getLast().endedAttempt();
    assertThat(attempt).isNotNull();
    assertThat(attempt.reason()).isEqualTo("Host EC2 (instance i-n1) terminated.");
    assertThat(story.sent(Outgoing.CloseLaunch.class)).hasSize(1);
    story.joins("n2", 4).expectOn("a", "n2").expectAttempt("a", 2, 2);
  }

  @Test
  void lateReportOfATerminatedNodeDoesNotBringItBack() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).terminated("n1").joins("n1", 4);
    story
        .submits(job("a"))
        .expect("a", RUNNABLE)
        .expectInstance("n1", InstanceState.Terminated.class);
    story.nodeGone("n1").passes(Duration.ofHours(2));
    assertThat(story.cell.state().instances.all()).isEmpty();
    assertThat(story.cell.state().nodes.all()).isEmpty();
  }

  @Test
  void evictedPodIsHostLoss() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(spotJob("a"))
        .runs("a")
        .evicted("a", 137)
        .expectAttempt("a", 2, 2);
  }

  @Test
  void noticeDrainsTheNodeAndWhatEndsBadlyThereEndsWithItsHost() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 4)
            .submits(spotJob("a"), spotJob("b"))
            .runs("a", "b")
            .interrupted("n1")
            .submits(job("c"))
            .expect("c", RUNNABLE)
            .expect("a", RUNNING)
            .exits("a")
            .expect("a", SUCCEEDED)
            .exits("b", 1)
            .expect("b", RUNNABLE)
            .expectInstance("n1", InstanceState.Released.class);
    assertThat(story.demand("ce").released()).containsExactly("i-n1");
    assertThat(story.demand("ce").usable()).isEmpty();
  }

  @Test
  void endBySignalWaitsForItsHostsWord() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 4)
            .submits(spotJob("a"))
            .runs("a")
            .exits("a", 137)
            .expect("a", RUNNING);
    assertThat(story.sent(Outgoing.CloseLaunch.class)).hasSize(1);
    story.takeover().passes(Duration.ofSeconds(10)).interrupted("n1").expect("a", RUNNABLE);
    assertThat(story.news("a").getLast().endedAttempt().reason()).startsWith("Host EC2");
  }

  @Test
  void endBySignalIsItsOwnWhenTheHostSaysNothing() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(spotJob("a"))
        .runs("a")
        .exits("a", 137)
        .passes(Duration.ofSeconds(29))
        .expect("a", RUNNING)
        .passes(Duration.ofSeconds(1))
        .expectFailed("a", "Essential container in task exited");
  }

  @Test
  void terminateEndsTheWaitForTheHostsWord() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(spotJob("a"))
        .runs("a")
        .exits("a", 137)
        .terminates("a", "enough")
        .expectFailed("a", "enough");
  }

  @Test
  void outOfMemoryIsTheProgramsOwn() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(spotJob("a")).runs("a");
    story
        .step(story.exit("a", 137, "OOMKilled", false, false))
        .expectFailed("a", "Essential container in task exited");
  }

  @Test
  void kubeletsRefusalIsTheNextLaunchOfTheSameAttemptAndTheNodeRests() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 4)
            .submits(job("a"))
            .endsBy("a", Evidence.ADMISSION_REFUSED)
            .expect("a", RUNNABLE);
    assertThat(story.news("a").getLast().endedAttempt()).isNull();
    story.passes(Duration.ofSeconds(10)).expect("a", STARTING).expectAttempt("a", 1, 2);
  }

  @Test
  void invalidPodIsNotRetried() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(job("a").attempts(5))
        .endsBy("a", Evidence.INVALID_POD)
        .expectFailed("a", "why");
  }

  @Test
  void podGoneWithoutEvidenceWaitsForItsInstancesEnd() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 4)
            .submits(spotJob("a"), job("b"))
            .runs("a", "b")
            .vanishes("a")
            .expect("a", RUNNING)
            .submits(job("c"))
            .expect("c", RUNNABLE)
            .expectInstance("n1", InstanceState.Draining.class)
            .exits("b")
            .expectInstance("n1", InstanceState.Lost.class);
    assertThat(story.demand("ce").lost()).containsExactly("i-n1");
    story.terminated("n1").expect("a", RUNNABLE);
    assertThat(story.demand("ce").lost()).isEmpty();
  }

  @Test
  void nodeAwayForLongIsLostWithItsLaunches() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 4)
            .submits(spotJob("a"))
            .runs("a")
            .unready("n1", 4)
            .submits(job("b"))
            .expect("b", RUNNABLE)
            .passes(Duration.ofSeconds(299))
            .expectInstance("n1", InstanceState.Usable.class)
            .takeover()
            .passes(Duration.ofSeconds(1))
            .expectInstance("n1", InstanceState.Lost.class)
            .expect("a", RUNNING);
    story.terminated("n1").expect("a", RUNNABLE);
  }

  @Test
  void nodeThatComesBackInTimeIsNotLost() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(job("a"))
        .runs("a")
        .unready("n1", 4)
        .passes(Duration.ofSeconds(200))
        .joins("n1", 4)
        .passes(Duration.ofSeconds(200))
        .expectInstance("n1", InstanceState.Usable.class)
        .exits("a")
        .expect("a", SUCCEEDED);
  }

  @Test
  void goneNodeKeepsItsLaunchesUntilThereIsEvidence() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 4)
            .submits(spotJob("a"))
            .runs("a")
            .nodeGone("n1")
            .expect("a", RUNNING)
            .passes(Duration.ofMinutes(5))
            .expectInstance("n1", InstanceState.Lost.class)
            .terminated("n1")
            .expect("a", RUNNABLE);
    assertThat(story.cell.state().nodes.get(new NodeUid("uid-n1"))).isNull();
  }

  @Test
  void nodeThatRegisteredAnewKeepsItsInstance() {
    var story = Story.begin().ready(4, 16).joins("n1", 4).nodeGone("n1");
    story
        .step(story.anew("ce", true))
        .submits(job("a"))
        .runs("a")
        .passes(Duration.ofMinutes(6))
        .expectInstance("n1", InstanceState.Usable.class)
        .expect("a", RUNNING);
    assertThat(story.cell.state().nodes.all()).hasSize(1);
  }

  @Test
  void instanceIsNotReleasedForItsFormerNodeWhileTheNewOneHasLaunches() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).nodeGone("n1");
    story
        .step(story.anew("ce", true))
        .submits(job("a"))
        .runs("a")
        .passes(Duration.ofMinutes(4))
        .step(story.anew("ce", false))
        .passes(Duration.ofMinutes(2))
        .expectInstance("n1", InstanceState.Usable.class)
        .passes(Duration.ofMinutes(4))
        .expectInstance("n1", InstanceState.Lost.class)
        .expect("a", RUNNING);
  }

  @Test
  void demandIsStatedAnewWhileAnInstanceIsAwaited() {
    var story = Story.begin().ready(0, 16).submits(job("a")).launched("n1", 4);
    var before = story.sent(Outgoing.DemandStated.class).size();
    story.passes(Duration.ofSeconds(61));
    assertThat(story.sent(Outgoing.DemandStated.class)).hasSizeGreaterThan(before);
  }

  @Test
  void noTimerFiresBeforeInputsAreRead() {
    var story = Story.begin().ready(0, 16).joins("n1", 4);
    story.now = story.now.plusSeconds(600);
    story.cell.step(new Inputs(1_000, List.of(), Map.of(), false), story.now);
    story.expectInstance("n1", InstanceState.Usable.class);
    var step = story.cell.step(new Inputs(1_001, List.of(), Map.of(), false), story.now);
    assertThat(step.wakeAt()).isEqualTo(story.now);
    story.step().expectInstance("n1", InstanceState.Released.class);
  }

  @Test
  void releaseIsAOneWayDoor() {
    var story =
        Story.begin()
            .ready(0, 16)
            .launched("n1", 4)
            .step(new Input.InstanceNeverJoined(new EnvironmentArn("ce"), "i-n1", "no node"))
            .expectInstance("n1", InstanceState.Released.class)
            .joins("n1", 4)
            .submits(job("a"))
            .expect("a", RUNNABLE);
    assertThat(story.demand("ce").released()).containsExactly("i-n1");
    story.terminated("n1");
    assertThat(story.demand("ce").released()).isEmpty();
  }
}
