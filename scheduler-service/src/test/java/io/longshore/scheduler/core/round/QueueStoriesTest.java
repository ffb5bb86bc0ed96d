package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.job.StateName.RUNNABLE;
import static io.longshore.scheduler.core.job.StateName.STARTING;
import static io.longshore.scheduler.core.round.JobMaker.array;
import static io.longshore.scheduler.core.round.JobMaker.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.job.LaunchId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueueStoriesTest {
  private static Story twoQueues() {
    return Story.begin().environment("ce", 0, 64).queue("low", 1, "ce").queue("high", 10, "ce");
  }

  @Test
  void higherQueueGoesFirst() {
    twoQueues()
        .submits(job("a").in("low"), job("b").in("high"))
        .joins("n1", 1)
        .expect("a", RUNNABLE)
        .expect("b", STARTING);
  }

  @Test
  void headThatFitsNowhereHoldsItsQueueButNoOther() {
    twoQueues()
        .submits(job("big").in("high").cpus(8), job("small").in("high"), job("other").in("low"))
        .joins("n1", 2)
        .expect("big", RUNNABLE)
        .expect("small", RUNNABLE)
        .expect("other", STARTING);
  }

  @Test
  void equalShapesStartInTheOrderOfBecomingRunnable() {
    Story.begin()
        .ready(0, 64)
        .submits(job("a"), job("b"), job("c"))
        .joins("n1", 2)
        .expect("a", STARTING)
        .expect("b", STARTING)
        .expect("c", RUNNABLE);
  }

  @Test
  void retriedJobGoesToTheFront() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 1)
        .submits(job("a").attempts(2), job("b"))
        .runs("a")
        .exits("a", 1)
        .expectAttempt("a", 2, 2)
        .expect("b", RUNNABLE);
  }

  @Test
  void firstEnvironmentWithRoomIsTaken() {
    Story.begin()
        .environment("ce", 0, 64)
        .environment("ce2", 0, 64)
        .queue("q", 1, "ce", "ce2")
        .joins("n2", "ce2", 4, 0)
        .joins("n1", "ce", 1, 0)
        .submits(job("a"), job("b"))
        .expectOn("a", "n1")
        .expectOn("b", "n2");
  }

  @Test
  void disabledEnvironmentTakesNothing() {
    var story =
        Story.begin()
            .ready(0, 64)
            .joins("n1", 4)
            .submits(job("a"))
            .disable("ce", 0, 64)
            .submits(job("b"))
            .expect("a", STARTING)
            .expect("b", RUNNABLE);
    assertThat(story.demand("ce").waiting()).isEmpty();
    story.environment("ce", 0, 64).expect("b", STARTING);
  }

  @Test
  void bestFitTakesTheFullestNodeThatIsEnough() {
    Story.begin()
        .ready(0, 64)
        .joins("wide", 16)
        .joins("narrow", 2)
        .submits(job("a").cpus(2))
        .expectOn("a", "narrow");
  }

  @Test
  void jobsWithoutGpusKeepOffGpuNodesWhileTheyCan() {
    Story.begin()
        .environment("ce", 0, 64)
        .queue("q", 1, "ce")
        .joins("gpu", "ce", 4, 1)
        .joins("plain", "ce", 16, 0)
        .submits(job("a"), job("b").gpus(1))
        .expectOn("a", "plain")
        .expectOn("b", "gpu");
  }

  @Test
  void selectorKeepsJobsOffOtherNodes() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 4)
        .submits(job("a").selects("zone", "b"))
        .expect("a", RUNNABLE);
  }

  @Test
  void nodeThatShrankTakesNothingNew() {
    var story = Story.begin().ready(0, 64).joins("n1", 4).submits(job("a").cpus(3)).joins("n1", 2);
    story.submits(job("b").cpus(0.5)).expect("a", STARTING).expect("b", RUNNABLE);
  }

  @Test
  void roomIsGivenBackByTheLaunchsEndAlone() {
    var story =
        Story.begin()
            .ready(0, 64)
            .joins("n1", 1)
            .submits(job("a"), job("b"))
            .runs("a")
            .terminates("a", "enough")
            .expect("b", RUNNABLE)
            .stopped("a", 143);
    story.expect("b", STARTING);
  }

  @Test
  void unconfirmedLaunchesAreBounded() {
    var story = Story.begin().limits(l -> unconfirmed(l, 2)).ready(0, 64).joins("n1", 16);
    story.submits(array("a", 5));
    assertThat(story.sent(Outgoing.StartLaunch.class)).hasSize(2);
    assertThat(story.demand("ce").waiting()).isEmpty();
    story.starts("a:0");
    assertThat(story.sent(Outgoing.StartLaunch.class)).hasSize(3);
  }

  private static Limits unconfirmed(Limits l, int most) {
    return new Limits(
        l.maxDispatches(),
        most,
        l.maxFollowUps(),
        l.maxGroups(),
        l.maxShapes(),
        l.maxMisfits(),
        l.maxWaves(),
        l.idleDelay(),
        l.nodeLostAfter(),
        l.hostWordWait(),
        l.stopGrace(),
        l.progressEvery(),
        l.demandEvery(),
        l.refusalHold(),
        l.refusedNodePause(),
        l.terminatedKept());
  }

  @Test
  void launchNumbersAreNeverReused() {
    var story = Story.begin().ready(0, 64).joins("n1", 4).submits(job("a").attempts(3));
    story.exits("a", 1).exits("a", 1).exits("a", 1);
    assertThat(story.sent(Outgoing.StartLaunch.class))
        .extracting(Outgoing.StartLaunch::launch)
        .extracting(LaunchId::number)
        .containsExactly(1, 2, 3);
    story.expectFailed("a", "Essential container in task exited").passes(Duration.ofHours(1));
  }
}
