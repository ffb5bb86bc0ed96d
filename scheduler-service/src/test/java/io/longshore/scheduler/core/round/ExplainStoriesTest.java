package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.round.JobMaker.array;
import static io.longshore.scheduler.core.round.JobMaker.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.explain.EnvironmentReason;
import io.longshore.scheduler.core.explain.Explanation;
import io.longshore.scheduler.core.explain.Reason;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplainStoriesTest {
  private static Explanation explain(Story story, String job) {
    return story.explain(job).orElseThrow();
  }

  private static void expect(Story story, String job, Reason reason, String words) {
    story.passes(Duration.ofSeconds(1));
    assertThat(explain(story, job).reason()).isEqualTo(reason);
    assertThat(explain(story, job).words()).contains(words);
  }

  @Test
  void pendingJobNamesWhatItWaitsFor() {
    var story = Story.begin().ready(0, 8).submits(job("a"), array("b", 2).after("a"));
    story.submits(array("c", 2).nToN("b").sequential());
    expect(story, "b", Reason.WAITING_FOR_DEPENDENCIES, "Waits for 1 job: ");
    expect(story, "b:1", Reason.WAITING_FOR_DEPENDENCIES, "(RUNNABLE)");
    assertThat(explain(story, "c:1").waitingFor())
        .extracting(Explanation.Awaited::job)
        .containsExactly(JobMaker.key("b:1"), JobMaker.key("c:0"));
  }

  @Test
  void runnableJobSaysWhoGoesFirst() {
    var story = Story.begin().ready(0, 8).submits(job("a").cpus(4), job("b"), array("c", 3));
    expect(story, "a", Reason.WAITING_FOR_CAPACITY, "ce has asked for capacity");
    expect(story, "b", Reason.BEHIND_BLOCKED_HEAD, "1 job of its queue goes first, and ");
    assertThat(explain(story, "c:2").position().ahead()).isEqualTo(4);
    assertThat(explain(story, "c:2").position().blocking()).isEqualTo(JobMaker.key("a"));
  }

  @Test
  void environmentAtItsMaximum() {
    var story =
        Story.begin().ready(0, 4).joins("n1", 4).submits(job("a").cpus(4), job("b").cpus(2));
    expect(story.passes(Duration.ofSeconds(1)), "b", Reason.ENVIRONMENTS_AT_MAXIMUM, "4 vCPUs");
  }

  @Test
  void whatFitsNowhereSaysWhy() {
    var story = Story.begin().ready(0, 4).submits(job("a").cpus(8));
    expect(story, "a", Reason.FITS_NOWHERE, "at most 4 vCPUs");
    var other = Story.begin().ready(0, 4).submits(job("g").gpus(8));
    var shape = other.demand("ce").waiting().getFirst().shape();
    other
        .step(new Input.FitsNoType(new EnvironmentArn("ce"), shape, "p5 has no quota", 1))
        .passes(Duration.ofSeconds(1));
    expect(other, "g", Reason.FITS_NOWHERE, "p5 has no quota");
  }

  @Test
  void refusedCapacityHasEc2sWords() {
    var story =
        Story.begin()
            .ready(0, 4)
            .submits(job("a"))
            .step(
                new Input.LaunchRefused(
                    new EnvironmentArn("ce"), "InsufficientInstanceCapacity", "no c7i", List.of()));
    expect(story, "a", Reason.CAPACITY_REFUSED, "InsufficientInstanceCapacity: no c7i");
    story.step(new Input.LaunchRecovered(new EnvironmentArn("ce")));
    expect(story, "a", Reason.WAITING_FOR_CAPACITY, "asked for capacity");
  }

  @Test
  void disabledEnvironmentIsNamed() {
    var story = Story.begin().ready(0, 4).disable("ce", 0, 4).submits(job("a"));
    expect(story, "a", Reason.NO_USABLE_ENVIRONMENT, "ce is DISABLED");
    assertThat(explain(story, "a").environments())
        .extracting(Explanation.Place::reason)
        .containsExactly(EnvironmentReason.DISABLED);
  }

  @Test
  void launchUnderWayTellsWhatItsPodWaitsFor() {
    var story = Story.begin().ready(0, 4).joins("n1", 4).submits(job("a")).starts("a");
    expect(story, "a", Reason.STARTING, "ContainerCreating");
    expect(story.runs("a"), "a", Reason.RUNNING, "n1");
    expect(story.terminates("a", "enough"), "a", Reason.STOPPING, "asked to stop");
    expect(story.unready("n1", 4), "a", Reason.WAITING_FOR_EVIDENCE, "EC2's word that i-n1");
  }

  @Test
  void endBySignalSaysUntilWhenItWaits() {
    var story =
        Story.begin().ready(0, 4).joins("n1", 4).submits(job("a")).runs("a").exits("a", 137);
    expect(story, "a", Reason.WAITING_FOR_EVIDENCE, "ended by a signal");
  }

  @Test
  void endedOrUnknownJobIsNotInMemory() {
    var story = Story.begin().ready(0, 4).joins("n1", 4).submits(job("a")).exits("a");
    assertThat(story.explain("a")).isEmpty();
    assertThat(story.explain("z")).isEmpty();
  }

  @Test
  void jobOnAClusterWithoutAPlacementServiceSaysSo() {
    var story = Story.begin().ready(0, 4).joins("n1", 1).submits(job("a"), job("b")).runs("a");
    var away = Set.of(Story.CLUSTER);
    var running = story.cell.explain(JobMaker.key("a"), away).orElseThrow();
    assertThat(running.reason()).isEqualTo(Reason.CLUSTER_AWAY);
    assertThat(running.words()).contains("no placement-service").contains("n1");
    assertThat(story.cell.explain(JobMaker.key("b"), away).orElseThrow().environments())
        .extracting(Explanation.Place::reason)
        .containsExactly(EnvironmentReason.CLUSTER_AWAY);
    assertThat(story.cell.explain(JobMaker.key("a"), Set.of("other")).orElseThrow().reason())
        .isEqualTo(Reason.RUNNING);
    story.unready("n1", 1);
    assertThat(story.cell.explain(JobMaker.key("a"), away).orElseThrow().reason())
        .isEqualTo(Reason.WAITING_FOR_EVIDENCE);
  }
}
