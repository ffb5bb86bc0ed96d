package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.job.StateName.FAILED;
import static io.longshore.scheduler.core.job.StateName.PENDING;
import static io.longshore.scheduler.core.job.StateName.RUNNABLE;
import static io.longshore.scheduler.core.job.StateName.RUNNING;
import static io.longshore.scheduler.core.job.StateName.STARTING;
import static io.longshore.scheduler.core.job.StateName.SUCCEEDED;
import static io.longshore.scheduler.core.round.JobMaker.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.longshore.scheduler.core.dag.Bits;
import io.longshore.scheduler.core.job.Evidence;
import io.longshore.scheduler.core.job.JobState.EndedBy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobStoriesTest {
  @Test
  void jobWaitsForRoomThenRunsToItsEnd() {
    var story = Story.begin().ready(0, 16).submits(job("a").cpus(2)).expect("a", RUNNABLE);
    assertThat(story.demand("ce").waiting()).hasSize(1);

    story.joins("n1", 4).expect("a", STARTING).expectOn("a", "n1");
    story.starts("a").expect("a", STARTING).runs("a").expect("a", RUNNING);
    story.exits("a").expect("a", SUCCEEDED);

    assertThat(story.news("a"))
        .extracting(JobNews::state)
        .containsExactly(RUNNABLE, STARTING, RUNNING, SUCCEEDED);
    assertThat(story.sent(Outgoing.StartLaunch.class)).hasSize(1);
    assertThat(story.sent(Outgoing.CloseLaunch.class)).hasSize(1);
    assertThat(story.cell.state().jobs.sortedJobs()).isEmpty();
    assertThat(story.rows.payloads).isEmpty();
  }

  @Test
  void newsTellWhereAndWhen() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(job("a"));
    story.passes(Duration.ofSeconds(1)).runs("a").passes(Duration.ofSeconds(5)).exits("a", 3);

    var last = story.news("a").getLast();
    assertThat(last.reason()).isEqualTo("Essential container in task exited");
    assertThat(last.endedBy()).isEqualTo(EndedBy.ITSELF);
    assertThat(last.times().stoppedAt()).isEqualTo(story.now);
    assertThat(last.endedAttempt()).isNotNull();
    assertThat(last.endedAttempt().attempt()).isEqualTo(1);
    assertThat(last.endedAttempt().startedAt()).isEqualTo(story.now.minusSeconds(5));
    assertThat(last.endedAttempt().where().place().instanceId()).isEqualTo("i-n1");
    assertThat(last.endedAttempt().where().launch().podName())
        .isEqualTo("lsh-" + JobMaker.id("a") + "-1");
    assertThat(last.containers()).extracting(c -> c.exitCode()).containsExactly(3);
  }

  @Test
  void noTimeLiesBeforeTheDispatch() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(job("a"));
    story.runsAndExitsBefore("a", Duration.ofMillis(700)).expect("a", SUCCEEDED);

    var last = story.news("a").getLast();
    assertThat(last.times().dispatchedAt()).isEqualTo(story.now);
    assertThat(last.times().startedAt()).isEqualTo(story.now);
    assertThat(last.times().stoppedAt()).isEqualTo(story.now);
    assertThat(last.endedAttempt().startedAt()).isEqualTo(story.now);
    assertThat(last.endedAttempt().stoppedAt()).isEqualTo(story.now);
  }

  @Test
  void jobWaitsForItsDependencies() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(job("a"), job("b"), job("c").after("a").after("b"))
        .expect("c", PENDING)
        .exits("a")
        .expect("c", PENDING)
        .exits("b")
        .expect("c", STARTING);
  }

  @Test
  void failedDependencyCascades() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(job("a"), job("b").after("a"), job("c").after("b"))
        .exits("a", 1)
        .expectFailed("b", "Dependent Job failed")
        .expectFailed("c", "Dependent Job failed");
  }

  @Test
  void dependencyThatEndedLongAgoIsFetched() {
    Story.begin()
        .ready(0, 16)
        .remembers("old", true, Bits.NONE)
        .remembers("bad", false, Bits.NONE)
        .submits(job("a").after("old"), job("b").after("bad"), job("c").after("unknown"))
        .expect("a", RUNNABLE)
        .expectFailed("b", "Dependent Job failed")
        .expectFailed("c", "Dependent Job failed");
  }

  @Test
  void longChainOfFailuresTakesSeveralRoundsAndATakeoverLosesNothing() {
    var story =
        Story.begin().limits(l -> small(l, 3)).ready(0, 16).joins("n1", 4).submits(job("j0"));
    for (var i = 1; i < 12; i++) {
      story.submits(job("j" + i).after("j" + (i - 1)));
    }
    story.exits("j0", 1);
    assertThat(story.last().summary().limited()).isTrue();
    story.takeover().settles().expectFailed("j11", "Dependent Job failed");
  }

  @Test
  void timeoutsThatComeTogetherTakeSeveralRounds() {
    var story = Story.begin().limits(l -> small(l, 2)).ready(0, 16).joins("n1", 8);
    for (var i = 0; i < 5; i++) {
      story.submits(job("j" + i).timeoutSeconds(60)).runs("j" + i);
    }
    story.passes(Duration.ofSeconds(60));
    assertThat(story.sent(Outgoing.StopLaunch.class)).hasSize(2);
    assertThat(story.last().wakeAt()).isEqualTo(story.now);
    story.takeover().settles();
    assertThat(story.sent(Outgoing.StopLaunch.class)).hasSize(5);
  }

  static Limits small(Limits l, int followUps) {
    return new Limits(
        l.maxDispatches(),
        l.maxUnconfirmed(),
        followUps,
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
  void cancelEndsWhatHasNotStartedAndLeavesTheRest() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 1)
            .submits(job("a"), job("b"))
            .cancels("a", "no more")
            .cancels("b", "no more")
            .expect("a", STARTING)
            .expectFailed("b", "no more");
    assertThat(story.news("b").getLast().endedBy()).isEqualTo(EndedBy.CANCEL);
    assertThat(story.sent(Outgoing.StopLaunch.class)).isEmpty();
    story.runs("a").exits("a").expect("a", SUCCEEDED);
  }

  @Test
  void cancelledPendingJobEndsOnceItsDependenciesHave() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(job("a"), job("b").after("a"))
        .cancels("b", "no more")
        .expect("b", PENDING)
        .exits("a")
        .expectFailed("b", "no more");
  }

  @Test
  void terminatedJobIsStoppedAndNotRetried() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 4)
            .submits(job("a").attempts(5))
            .runs("a")
            .terminates("a", "enough")
            .expect("a", RUNNING);
    assertThat(story.sent(Outgoing.StopLaunch.class))
        .extracting(Outgoing.StopLaunch::reason, Outgoing.StopLaunch::grace)
        .containsExactly(tuple("enough", Duration.ofSeconds(30)));
    story.terminates("a", "again").stopped("a", 143).expectFailed("a", "enough");
    assertThat(story.news("a").getLast().endedBy()).isEqualTo(EndedBy.TERMINATE);
  }

  @Test
  void endBeforeTheStopReachedThePodCountsAsWhatItWas() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(job("a"), job("b").timeoutSeconds(60).attempts(2))
        .runs("a", "b")
        .terminates("a", "enough")
        .exits("a")
        .expect("a", SUCCEEDED)
        .passes(Duration.ofSeconds(60))
        .exits("b", 1)
        .expectAttempt("b", 2, 2);
  }

  @Test
  void terminateBeforeTheStartWasReported() {
    Story.begin()
        .ready(0, 16)
        .joins("n1", 4)
        .submits(job("a"))
        .terminates("a", "enough")
        .endsBy("a", Evidence.NEVER_CREATED)
        .expectFailed("a", "enough");
  }

  @Test
  void timeoutOnlyStopsAndTheFinalReportDecides() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 4)
            .submits(job("a").timeoutSeconds(60).attempts(3))
            .passes(Duration.ofMinutes(3))
            .runs("a")
            .passes(Duration.ofSeconds(59));
    assertThat(story.sent(Outgoing.StopLaunch.class)).isEmpty();
    assertThat(story.last().wakeAt()).isEqualTo(story.now.plusSeconds(1));
    story.passes(Duration.ofSeconds(1)).expect("a", RUNNING);
    assertThat(story.sent(Outgoing.StopLaunch.class)).hasSize(1);
    story.passes(Duration.ofSeconds(5));
    assertThat(story.sent(Outgoing.StopLaunch.class)).hasSize(1);
    story.stopped("a", 0).expectFailed("a", "Job attempt duration exceeded timeout");
  }

  @Test
  void undispatchableJobFailsWhenItsTurnComes() {
    Story.begin()
        .ready(0, 16)
        .submits(job("a").cpus(2), job("b").undispatchable("No parameter found for reference X"))
        .expect("b", RUNNABLE)
        .joins("n1", 2)
        .expectFailed("b", "No parameter found for reference X");
  }

  @Test
  void lateReportsAreIgnored() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(job("a")).runs("a");
    var late = story.exit("a", 1, "Error", false, false);
    story.exits("a").step(late).expect("a", SUCCEEDED);
    assertThat(story.last().summary().ignored()).hasSize(1);
    assertThat(story.last().changes()).isEmpty();
  }

  @Test
  void forgottenJobLosesItsRowsAndAnUnendedOneDoesNot() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(job("a"), job("b")).exits("a");
    story.step(new Input.Forget(List.of(JobMaker.id("a"), JobMaker.id("b"))));
    assertThat(story.rows.all()).extracting(j -> j.key().id()).containsExactly(JobMaker.id("b"));
    story.expect("b", STARTING);
  }

  @Test
  void deletedQueueEndsItsJobs() {
    var story =
        Story.begin()
            .ready(0, 16)
            .joins("n1", 1)
            .submits(job("a"), job("b"), job("c").after("a"))
            .runs("a")
            .deleteQueue("q")
            .expectFailed("b", "JobQueue deleted")
            .expectFailed("c", "JobQueue deleted")
            .expect("a", RUNNING)
            .takeover()
            .stopped("a", 143)
            .expectFailed("a", "JobQueue deleted")
            .settles();
    assertThat(story.cell.state().queues.all()).isEmpty();
    story.submits(job("d")).expectFailed("d", "JobQueue deleted");
    assertThat(story.state("b").name()).isEqualTo(FAILED);
  }
}
