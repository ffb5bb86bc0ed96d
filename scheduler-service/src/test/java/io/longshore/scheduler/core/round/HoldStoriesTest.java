package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.job.StateName.PENDING;
import static io.longshore.scheduler.core.job.StateName.RUNNABLE;
import static io.longshore.scheduler.core.job.StateName.RUNNING;
import static io.longshore.scheduler.core.job.StateName.STARTING;
import static io.longshore.scheduler.core.job.StateName.SUCCEEDED;
import static io.longshore.scheduler.core.round.JobMaker.array;
import static io.longshore.scheduler.core.round.JobMaker.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.explain.Reason;
import io.longshore.scheduler.core.job.StateName;
import org.junit.jupiter.api.Test;

/** A message about a job could not be taken in: the job is held until an operator decides. */
class HoldStoriesTest {

  private static final String SOURCE = "queue>scheduler#0/17";

  private static Story hold(Story story, String job) {
    return story.step(new Input.Held(SOURCE, JobMaker.key(job), "cannot be read"));
  }

  private static Story release(Story story) {
    return story.step(new Input.Released(SOURCE));
  }

  private static Story giveUp(Story story, String job) {
    return story.step(new Input.GivenUp(SOURCE, JobMaker.key(job), "cannot be read", null));
  }

  private static void expectHeld(Story story, String job) {
    var explanation = story.explain(job).orElseThrow();
    assertThat(explanation.reason()).isEqualTo(Reason.HELD_FOR_OPERATOR);
    assertThat(explanation.words()).contains(SOURCE, "cannot be read");
  }

  @Test
  void heldJobIsPassedOverAndSaysSo() {
    var story = Story.begin().ready(0, 16).submits(job("a"), job("b"));
    hold(story, "a").joins("n1", 4).expect("a", RUNNABLE).expect("b", STARTING);
    expectHeld(story, "a");
    assertThat(story.news("a").getLast().reason())
        .isEqualTo("Held for an operator: cannot be read");
    assertThat(story.news("a").getLast().state()).isEqualTo(RUNNABLE);
    expectHeld(story.takeover(), "a");
    release(story).expect("a", STARTING);
    assertThat(story.rows.rest.keySet()).noneMatch(Change.HoldKey.class::isInstance);
  }

  @Test
  void heldJobIsNotWantedCapacityFor() {
    var story = Story.begin().ready(0, 16).submits(job("a"));
    assertThat(story.demand("ce").waiting()).hasSize(1);
    assertThat(hold(story, "a").demand("ce").waiting()).isEmpty();
    assertThat(release(story).demand("ce").waiting()).hasSize(1);
  }

  @Test
  void whatIsReportedOfAHeldJobIsTakenIn() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(job("a"));
    hold(story, "a").runs("a").expect("a", RUNNING);
    expectHeld(story, "a");
    story.exits("a").expect("a", SUCCEEDED);
    release(story).expect("a", SUCCEEDED);
  }

  @Test
  void retryOfAHeldJobWaits() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(job("a").attempts(2));
    hold(story, "a").exits("a", 1).expect("a", RUNNABLE);
    release(story).expect("a", STARTING).expectAttempt("a", 2, 2);
  }

  @Test
  void childIsHeldAloneOnceItHasALifeOfItsOwn() {
    var story = Story.begin().ready(0, 16).joins("n1", 1).submits(array("a", 3).attempts(2));
    story.expect("a:0", STARTING);
    hold(story, "a:0").exits("a:0", 1).expect("a:0", RUNNABLE).expect("a:1", STARTING);
    expectHeld(story, "a:0");
    story.exits("a:1").exits("a:2").expect("a:0", RUNNABLE).expect("a", PENDING);
    release(story).expect("a:0", STARTING).exits("a:0").expect("a", SUCCEEDED);
  }

  @Test
  void childWithoutALifeOfItsOwnIsHeldWithItsArray() {
    var story = Story.begin().ready(0, 16).submits(array("a", 3), job("b"));
    hold(story, "a:1").joins("n1", 4).expect("b", STARTING).expect("a:0", RUNNABLE);
    expectHeld(story, "a:2");
    expectHeld(story.takeover(), "a");
    release(story).expect("a:0", STARTING).expect("a:2", STARTING);
  }

  @Test
  void jobThatIsGivenUpFails() {
    var story = Story.begin().ready(0, 16).submits(job("a"), job("b").after("a"));
    giveUp(hold(story, "a"), "a")
        .expectFailed("a", "Given up by an operator: cannot be read")
        .expectFailed("b", "Dependent Job failed");
  }

  @Test
  void jobThatIsGivenUpWhileItRunsIsStoppedFirst() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(job("a").attempts(3)).runs("a");
    giveUp(hold(story, "a"), "a").expect("a", RUNNING);
    assertThat(story.sent(Outgoing.StopLaunch.class)).hasSize(1);
    story.stopped("a", 143).expectFailed("a", "Given up by an operator: cannot be read");
  }

  /** The report of the end is what could not be taken in: no other will come. */
  @Test
  void endThatIsGivenUpEndsTheLaunch() {
    var story = Story.begin().ready(0, 16).joins("n1", 4).submits(job("a").attempts(3)).runs("a");
    var report = story.exit("a", 1, "Error", false, false);
    hold(story, "a");
    story
        .step(new Input.GivenUp(SOURCE, JobMaker.key("a"), "cannot be read", report))
        .expectFailed("a", "Given up by an operator: cannot be read");
    assertThat(story.sent(Outgoing.CloseLaunch.class)).hasSize(1);
    assertThat(story.cell.state().launches()).isEmpty();
  }

  @Test
  void submissionThatIsGivenUpFailsAJobThatNobodyKnew() {
    var story = hold(Story.begin().ready(0, 16), "a");
    expectHeld(story, "a");
    assertThat(story.news("a")).isEmpty();
    giveUp(story, "a");
    assertThat(story.news("a").getLast().state()).isEqualTo(StateName.FAILED);
    assertThat(story.news("a").getLast().version()).isEqualTo(1);
    assertThat(story.explain("a")).isEmpty();
  }

  @Test
  void submissionThatIsReplayedIsAJobLikeAnyOther() {
    var story = hold(Story.begin().ready(0, 16).joins("n1", 4), "a");
    story.step(new Input.Released(SOURCE), job("a").submission(story.now)).expect("a", STARTING);
    assertThat(story.news("a").getFirst().version()).isEqualTo(1);
  }
}
