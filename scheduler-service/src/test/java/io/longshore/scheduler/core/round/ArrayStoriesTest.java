package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.job.StateName.PENDING;
import static io.longshore.scheduler.core.job.StateName.RUNNABLE;
import static io.longshore.scheduler.core.job.StateName.RUNNING;
import static io.longshore.scheduler.core.job.StateName.STARTING;
import static io.longshore.scheduler.core.job.StateName.SUCCEEDED;
import static io.longshore.scheduler.core.round.JobMaker.array;
import static io.longshore.scheduler.core.round.JobMaker.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.job.JobState.EndedBy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrayStoriesTest {
  @Test
  void arrayRunsChildByChildAndSucceedsWithTheLast() {
    var story = Story.begin().ready(0, 64).joins("n1", 2).submits(array("a", 3));
    story
        .expect("a", PENDING)
        .expect("a:0", STARTING)
        .expect("a:1", STARTING)
        .expect("a:2", RUNNABLE)
        .exits("a:0")
        .expect("a:2", STARTING)
        .exits("a:1", "a:2")
        .expect("a", SUCCEEDED);
    var last = story.news("a").getLast();
    assertThat(last.state()).isEqualTo(SUCCEEDED);
    assertThat(last.progress().counts()).containsExactly(0, 0, 0, 0, 0, 3, 0);
    assertThat(story.cell.state().jobs.sortedArrays()).isEmpty();
    assertThat(story.cell.state().jobs.sortedJobs()).isEmpty();
  }

  @Test
  void tenThousandChildrenCostOneRecordUntilTheyStart() {
    var story = Story.begin().ready(0, 64).submits(array("a", 10_000));
    assertThat(story.rows.all()).isEmpty();
    assertThat(story.news("a")).hasSize(1);
    assertThat(story.news("a").getFirst().progress().runnable().count()).isEqualTo(10_000);
    assertThat(story.demand("ce").waiting().getFirst().count()).isEqualTo(64);
  }

  @Test
  void jobsThatWaitForDifferentChildrenAndForTwinsAreToldApart() {
    var story = Story.begin().ready(0, 64).joins("n1", 2).submits(array("a", 2));
    story.submits(job("x").after("a:0"), job("y").after("a:1"), array("b", 2).nToN("a"));
    story
        .exits("a:1")
        .expect("x", PENDING)
        .expect("y", STARTING)
        .expect("b:0", PENDING)
        .expect("b:1", RUNNABLE)
        .exits("a:0")
        .expect("x", STARTING)
        .expect("b:0", RUNNABLE)
        .expect("b:1", RUNNABLE);
  }

  @Test
  void progressIsToldAtMostOnceASecond() {
    var story = Story.begin().ready(0, 64).joins("n1", 64).submits(array("a", 20));
    for (var i = 0; i < 10; i++) {
      story.passes(Duration.ofMillis(50)).exits("a:" + i);
    }
    assertThat(story.news("a")).hasSize(1);
    story.passes(Duration.ofSeconds(1));
    assertThat(story.news("a")).hasSize(2);
    assertThat(story.news("a").getLast().progress().counts())
        .containsExactly(0, 0, 0, 10, 0, 10, 0);
  }

  @Test
  void failedChildFailsTheParentWithoutStoppingItsSiblings() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 2)
        .submits(array("a", 2))
        .exits("a:0", 1)
        .expect("a:1", STARTING)
        .expect("a", PENDING)
        .exits("a:1")
        .expectFailed("a", "Array Child Job failed");
  }

  @Test
  void jobAfterAnArrayWaitsForAllOfIt() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 4)
        .submits(array("a", 2), job("b").after("a"), job("c").after("a:1"))
        .exits("a:1")
        .expect("c", STARTING)
        .expect("b", PENDING)
        .exits("a:0")
        .expect("b", STARTING);
  }

  @Test
  void twinsWaitChildByChild() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(array("a", 3), array("b", 3).nToN("a"))
        .expect("b:0", PENDING)
        .exits("a:1")
        .expect("b:1", STARTING)
        .expect("b:0", PENDING)
        .exits("a:0", 1)
        .expectFailed("b:0", "Dependent Job failed")
        .exits("a:2", "b:1")
        .exits("b:2")
        .expectFailed("b", "Array Child Job failed");
  }

  @Test
  void twinOfAnArrayThatHasLeftMemory() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .remembers("a", false, Bits.of(0).with(2))
        .submits(array("b", 3).nToN("a"))
        .expect("b:0", STARTING)
        .expectFailed("b:1", "Dependent Job failed")
        .expect("b:2", STARTING);
  }

  @Test
  void twinOfAnArrayUnderWay() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(array("a", 3))
        .exits("a:0")
        .exits("a:1", 1)
        .submits(array("b", 3).nToN("a"))
        .expect("b:0", STARTING)
        .expectFailed("b:1", "Dependent Job failed")
        .expect("b:2", PENDING);
  }

  @Test
  void sequentialChildrenRunOneByOne() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(array("a", 3).sequential())
        .expect("a:0", STARTING)
        .expect("a:1", PENDING)
        .exits("a:0")
        .expect("a:1", STARTING)
        .expect("a:2", PENDING)
        .exits("a:1")
        .exits("a:2")
        .expect("a", SUCCEEDED);
  }

  @Test
  void failedSequentialChildFailsTheRest() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(array("a", 4).sequential())
        .exits("a:0")
        .exits("a:1", 1)
        .expectFailed("a:2", "Dependent Job failed")
        .expectFailed("a:3", "Dependent Job failed")
        .expectFailed("a", "Array Child Job failed");
  }

  @Test
  void arrayOfAFailedJobFailsAsAWhole() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(job("a"), array("b", 3).after("a"))
        .expect("b:0", PENDING)
        .exits("a", 1)
        .expectFailed("b:2", "Dependent Job failed")
        .expectFailed("b", "Dependent Job failed");
  }

  @Test
  void arrayAfterAJobIsReleasedAsAWhole() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(job("a"), array("b", 3).after("a"))
        .exits("a")
        .expect("b:0", STARTING)
        .expect("b:2", STARTING);
  }

  @Test
  void cancelEndsChildrenThatHaveNotStarted() {
    var story =
        Story.begin()
            .ready(0, 64)
            .joins("n1", 1)
            .submits(array("a", 3))
            .runs("a:0")
            .cancels("a", "no more")
            .expect("a:0", RUNNING)
            .expectFailed("a:1", "no more")
            .expectFailed("a:2", "no more")
            .expect("a", PENDING)
            .exits("a:0")
            .expectFailed("a", "no more");
    assertThat(story.news("a").getLast().endedBy()).isEqualTo(EndedBy.CANCEL);
  }

  @Test
  void terminateStopsRunningChildrenWithinTheLimitsOfARound() {
    var story =
        Story.begin()
            .limits(l -> JobStoriesTest.small(l, 2))
            .ready(0, 64)
            .joins("n1", 4)
            .submits(array("a", 8))
            .terminates("a", "enough");
    assertThat(story.sent(Outgoing.StopLaunch.class)).hasSize(2);
    story.takeover().settles();
    assertThat(story.sent(Outgoing.StopLaunch.class)).hasSize(4);
    story.expectFailed("a:7", "enough");
    for (var i = 0; i < 4; i++) {
      story.stopped("a:" + i, 143);
    }
    story.settles().expectFailed("a", "enough");
    assertThat(story.sent(Outgoing.StartLaunch.class)).hasSize(4);
  }

  @Test
  void cancelOfOneChildHitsThatChildOnly() {
    Story.begin()
        .ready(0, 64)
        .submits(array("a", 3))
        .cancels("a:1", "not this")
        .expectFailed("a:1", "not this")
        .joins("n1", 4)
        .expect("a:2", STARTING)
        .exits("a:0", "a:2")
        .expectFailed("a", "Array Child Job failed");
  }

  @Test
  void cancelOfAPendingChildWaitsForItsDependency() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(job("j"), array("a", 3).after("j"))
        .cancels("a:1", "not this")
        .expect("a:1", PENDING)
        .takeover()
        .exits("j")
        .expectFailed("a:1", "not this")
        .expect("a:0", STARTING)
        .expect("a:2", STARTING);
  }

  @Test
  void cancelOfAPendingArrayWaitsForItsDependencies() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(job("j"), array("a", 3).after("j"))
        .cancels("a", "none")
        .expect("a:1", PENDING)
        .exits("j")
        .expectFailed("a:0", "none")
        .expectFailed("a", "none");
  }

  @Test
  void sequentialArrayThatIsCancelledStopsAfterTheRunningChild() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(array("a", 4).sequential())
        .cancels("a", "none")
        .expect("a:1", PENDING)
        .exits("a:0")
        .expectFailed("a:1", "none")
        .expectFailed("a:3", "none")
        .expectFailed("a", "none");
  }

  @Test
  void waitingChildThatIsCancelledEndsInItsTurn() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(array("a", 4).sequential())
        .cancels("a:2", "not this one")
        .expect("a:2", PENDING)
        .exits("a:0")
        .exits("a:1")
        .expectFailed("a:2", "not this one")
        .expectFailed("a:3", "Dependent Job failed")
        .expectFailed("a", "Array Child Job failed");
  }

  @Test
  void childrenAreRetriedOneByOne() {
    Story.begin()
        .ready(0, 64)
        .joins("n1", 8)
        .submits(array("a", 2).attempts(2))
        .exits("a:1", 1)
        .expectAttempt("a:1", 2, 2)
        .exits("a:1")
        .exits("a:0")
        .expect("a", SUCCEEDED);
  }

  @Test
  void undispatchableArrayFailsChildByChild() {
    Story.begin()
        .ready(0, 64)
        .submits(array("a", 3).undispatchable("nothing to substitute"))
        .expectFailed("a:2", "nothing to substitute")
        .expectFailed("a", "Array Child Job failed");
  }

  @Test
  void deletedQueueEndsArraysEvenWherePending() {
    Story.begin()
        .ready(0, 64)
        .queue("other", 1, "ce")
        .joins("n1", 8)
        .submits(job("j").in("other"), array("a", 3).after("j"))
        .deleteQueue("q")
        .expectFailed("a:0", "JobQueue deleted")
        .expectFailed("a", "JobQueue deleted")
        .expect("j", STARTING);
  }

  @Test
  void childrenBehindAFailedArrayFailWithinTheLimitsOfTheRounds() {
    var story =
        Story.begin()
            .limits(l -> JobStoriesTest.small(l, 10))
            .ready(0, 64)
            .remembers("a", false, Bits.of(7))
            .submits(array("b", 100).nToN("a"), job("c").after("b"));
    assertThat(story.last().summary().limited()).isTrue();
    assertThat(story.last().summary().followUps()).isLessThanOrEqualTo(10);
    assertThat(story.cell.state().jobs.array(JobMaker.id("b")).failed().count()).isBetween(1, 10);
    story.expect("b:7", RUNNABLE).expect("b:99", PENDING);
    for (var rounds = 0; rounds < 30; rounds++) {
      story.takeover().step();
      assertThat(story.last().summary().followUps()).isLessThanOrEqualTo(10);
    }
    story.expectFailed("b:0", "Dependent Job failed").expectFailed("b:99", "Dependent Job failed");
    story.joins("n1", 4).exits("b:7").settles().expectFailed("b", "Array Child Job failed");
    story.expectFailed("c", "Dependent Job failed");
  }

  @Test
  void doomedChildThatAUserWantsToCancelFailsOnce() {
    var story =
        Story.begin()
            .limits(l -> JobStoriesTest.small(l, 2))
            .ready(0, 64)
            .remembers("a", false, Bits.NONE)
            .submits(array("b", 8).nToN("a"))
            .expect("b:6", PENDING)
            .cancels("b:6", "not needed")
            .terminates("b", "enough");
    for (var rounds = 0; rounds < 20; rounds++) {
      story.step();
    }
    story.expectFailed("b", "enough");
    assertThat(story.cell.state().jobs.draining()).isEmpty();
  }

  @Test
  void childThatJoinsTheLastWaveTakesNobodysTurnFromHim() {
    var story = Story.begin().limits(l -> waves(l, 2)).ready(0, 64).joins("n1", 4);
    story.submits(array("p", 4), array("w", 4).cpus(8).nToN("p"));
    story.passes(Duration.ofSeconds(1)).exits("p:0");
    story.passes(Duration.ofSeconds(1)).exits("p:1");
    story.passes(Duration.ofSeconds(1)).submits(job("x").cpus(8));
    story.passes(Duration.ofSeconds(1)).exits("p:2");
    story.joins("n2", 8).expect("w:0", STARTING);
    story.joins("n3", 8).expect("w:1", STARTING).expect("x", RUNNABLE);
    story.joins("n4", 8).joins("n5", 8).expect("w:2", STARTING).expect("x", STARTING);
  }

  private static Limits waves(Limits l, int most) {
    return new Limits(
        l.maxDispatches(),
        l.maxUnconfirmed(),
        l.maxFollowUps(),
        l.maxGroups(),
        l.maxShapes(),
        l.maxMisfits(),
        most,
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
}
