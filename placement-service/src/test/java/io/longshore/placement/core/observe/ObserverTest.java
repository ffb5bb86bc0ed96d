package io.longshore.placement.core.observe;

import static io.longshore.placement.core.Samples.LAUNCH;
import static io.longshore.placement.core.Samples.NOW;
import static io.longshore.placement.core.Samples.exited;
import static io.longshore.placement.core.Samples.pod;
import static io.longshore.placement.core.Samples.running;
import static io.longshore.placement.core.Samples.status;
import static io.longshore.placement.core.Samples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.placement.core.observe.LaunchReport.Evidence;
import io.longshore.placement.core.observe.LaunchReport.Phase;
import io.longshore.placement.core.observe.PodSeen.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObserverTest {

  private static final Host THERE = new Host.There(true);

  @Test
  void startingSaysWhatItWaitsFor() {
    var report = moved(status(PodSeen.Phase.PENDING, waiting("main", "ImagePullBackOff")));
    assertThat(report.phase()).isEqualTo(Phase.STARTING);
    assertThat(report.reason()).isEqualTo("ImagePullBackOff");
  }

  @Test
  void failingPullIsReportedOnceForEachReason() {
    var first = moved(status(PodSeen.Phase.PENDING, waiting("main", "ErrImagePull")));
    var second =
        moved(status(PodSeen.Phase.PENDING, waiting("main", "ImagePullBackOff")), THERE, first);
    assertThat(judge(status(PodSeen.Phase.PENDING, waiting("main", "ErrImagePull")), THERE, second))
        .isInstanceOf(Observation.Ignored.class);
  }

  @Test
  void runningNeedsEveryContainer() {
    var one =
        moved(status(PodSeen.Phase.PENDING, running("main"), waiting("side", "ContainerCreating")));
    assertThat(one.phase()).isEqualTo(Phase.STARTING);
    var all = moved(status(PodSeen.Phase.RUNNING, running("main"), exited("side", 0)), THERE, one);
    assertThat(all.phase()).isEqualTo(Phase.RUNNING);
    assertThat(all.startedAt()).isEqualTo(NOW.minusSeconds(10));
  }

  @Test
  void endNeedsEveryContainerTerminated() {
    var running = moved(status(PodSeen.Phase.RUNNING, running("main")));
    var ended = moved(status(PodSeen.Phase.FAILED, exited("main", 3)), THERE, running);
    assertThat(ended.phase()).isEqualTo(Phase.ENDED);
    assertThat(ended.evidence()).isEqualTo(Evidence.CONTAINERS_TERMINATED);
    assertThat(ended.containers().getFirst().exitCode()).isEqualTo(3);
    assertThat(ended.stoppedAt()).isEqualTo(NOW.minusSeconds(1));
    assertThat(ended.hostLoss()).isFalse();
  }

  @Test
  void phaseFailedAloneProvesNothing() {
    assertThat(judge(status(PodSeen.Phase.FAILED, running("main")), new Host.Gone(), null))
        .isInstanceOf(Observation.Unproven.class);
    assertThat(
            judge(status(PodSeen.Phase.FAILED, waiting("main", "ContainerCreating")), THERE, null))
        .isInstanceOf(Observation.Unproven.class);
  }

  @Test
  void failedInitContainerEndsThePod() {
    var ended =
        moved(
            status(
                PodSeen.Phase.FAILED,
                exited("fetch", true, 1),
                waiting("main", "PodInitializing")));
    assertThat(ended.evidence()).isEqualTo(Evidence.CONTAINERS_TERMINATED);
  }

  @Test
  void refusalWaitsForTheNodesWordAndOnlyIfNothingRan() {
    var refusal =
        new Status(PodSeen.Phase.FAILED, "OutOfcpu", "Pod was rejected: …", null, false, List.of());
    assertThat(judge(refusal, THERE, null)).isInstanceOf(Observation.Refused.class);
    var running = moved(status(PodSeen.Phase.RUNNING, running("main")));
    assertThat(judge(refusal, THERE, running)).isInstanceOf(Observation.Unproven.class);
  }

  @Test
  void podGivenUpByTheKubeletBeforeAnythingRanHasEndedUnlikeOneCollected() {
    var collected = status(PodSeen.Phase.FAILED, waiting("main", "ContainerCreating"));
    var givenUp = new Status(collected.phase(), "", "", null, true, collected.containers());
    assertThat(judge(givenUp, THERE, null)).isInstanceOf(Observation.Refused.class);
  }

  @Test
  void endOnALostNodeOrUnderDisruptionIsHostLoss() {
    var killed = status(PodSeen.Phase.FAILED, exited("main", 137));
    assertThat(moved(killed, new Host.There(false), null).hostLoss()).isTrue();
    assertThat(moved(killed, new Host.Gone(), null).hostLoss()).isTrue();
    var evicted =
        new Status(
            killed.phase(), "Evicted", "", "TerminationByKubelet", false, killed.containers());
    assertThat(moved(evicted, THERE, null).hostLoss()).isTrue();
  }

  @Test
  void namesakeOfTheNodeIsReportedNotTrusted() {
    var namesake = new Host.Replaced("other", NOW.minusSeconds(5));
    var running = moved(status(PodSeen.Phase.RUNNING, running("main")));
    var report = moved(status(PodSeen.Phase.FAILED, exited("main", 137)), namesake, running);
    assertThat(report.phase()).isEqualTo(Phase.RUNNING);
    assertThat(report.reason()).isEqualTo("NodeReplaced");
    var before = new Host.Replaced("other", NOW);
    assertThat(moved(status(PodSeen.Phase.FAILED, exited("main", 0)), before, running).phase())
        .isEqualTo(Phase.ENDED);
  }

  @Test
  void endBeforeTheStopReachedThePodIsNotTheStops() {
    assertThat(stopped(NOW.minusSeconds(5)).stoppedOnRequest()).isTrue();
    assertThat(stopped(NOW.plusSeconds(5)).stoppedOnRequest()).isFalse();
  }

  @Test
  void endedLaunchIgnoresLateSightings() {
    var ended = moved(status(PodSeen.Phase.SUCCEEDED, exited("main", 0)));
    assertThat(judge(status(PodSeen.Phase.RUNNING, running("main")), THERE, ended))
        .isInstanceOf(Observation.Ignored.class);
  }

  private static LaunchReport stopped(Instant deleted) {
    var seen = pod(LAUNCH, "n1", status(PodSeen.Phase.FAILED, exited("main", 143)));
    var deleting =
        new PodSeen(
            seen.ref(),
            seen.resourceVersion(),
            seen.nodeName(),
            seen.identity(),
            seen.finalizers(),
            new PodSeen.Deletion(deleted, 30),
            seen.status());
    return ((Observation.Moved) Observer.judge(LAUNCH, deleting, THERE, null, true, NOW)).report();
  }

  private static Observation judge(Status status, Host host, @Nullable LaunchReport last) {
    return Observer.judge(LAUNCH, pod(LAUNCH, "n1", status), host, last, false, NOW);
  }

  private static LaunchReport moved(Status status) {
    return moved(status, THERE, null);
  }

  private static LaunchReport moved(Status status, Host host, @Nullable LaunchReport last) {
    return ((Observation.Moved) judge(status, host, last)).report();
  }
}
