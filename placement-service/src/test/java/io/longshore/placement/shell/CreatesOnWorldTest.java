package io.longshore.placement.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.longshore.api.internal.v1.EndEvidence;
import io.longshore.api.internal.v1.LaunchPhase;
import io.longshore.api.internal.v1.PodTemplate;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.pod.Order;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Creates that the API server, its fence or a kubelet refuses, or does not answer. */
class CreatesOnWorldTest extends OnWorld {

  private static final String CREATES = "POST /api/v1/namespaces/batch/pods";

  @Test
  void epochThatAnotherRaisedIsRefusedAndTheLaunchStartsUnderTheNext() {
    long before = world.fence();
    world.raiseFence(before + 3);
    LaunchId id = launch(0);
    // The API server learns of the number only a moment later: until then the old one passes.
    soon().until(() -> refusedByTheFence(before));
    scheduler.start(id, world.place("n1"), shell("true"));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(world.fence()).isGreaterThan(before + 3);
    assertThat(world.pod(id.podName()).getMetadata().getAnnotations())
        .containsEntry(Samples.NAMES.placementEpoch(), Long.toString(world.fence()));
    assertThat(last(id).getPodUid()).isEqualTo(world.pod(id.podName()).getMetadata().getUid());
  }

  @Test
  void kubeletRefusesANamesakeOfTheNodeAndWhatDoesNotFit() {
    Order.Place real = world.place("n1");
    LaunchId elsewhere = launch(0);
    scheduler.start(
        elsewhere, new Order.Place("n1", real.uid(), "i-terminated"), shell("echo never"));
    LaunchId huge = launch(1);
    PodTemplate.Builder large = shell("echo never").toBuilder();
    large.getPodBuilder().getContainersBuilder(0).getResourcesBuilder().putLimits("cpu", "64");
    scheduler.start(huge, real, large.build());
    for (LaunchId id : List.of(elsewhere, huge)) {
      awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
      assertThat(last(id).getEvidence()).isEqualTo(EndEvidence.END_EVIDENCE_ADMISSION_REFUSED);
    }
    assertThat(last(elsewhere).getReason()).isEqualTo("NodeAffinity");
    assertThat(last(huge).getReason()).isEqualTo("OutOfcpu");
    assertThat(last(huge).getMessage()).contains("requested: 64000");
  }

  @Test
  void staleNodeIsRefusedBeforeAnythingIsCreated() {
    LaunchId id = launch(0);
    scheduler.start(id, new Order.Place("n1", "uid-of-the-one-before", "i-n1"), shell("true"));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(id).getEvidence()).isEqualTo(EndEvidence.END_EVIDENCE_NEVER_CREATED);
    assertThat(world.pod(id.podName())).isNull();
  }

  @Test
  void createWithoutAnAnswerIsFoundAndNeverRepeated(@TempDir Path folder) {
    world.loseAnswers(CREATES, 1);
    LaunchId id = launch(0);
    scheduler.start(id, world.place("n1"), shell("echo x >> " + folder.resolve("runs")));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(folder.resolve("runs")).hasContent("x");
  }

  @Test
  void createThatCameToNothingStartsOnceTheFenceIsPast(@TempDir Path folder) {
    long before = world.fence();
    world.refuse(CREATES, 504, "Timeout", 1);
    LaunchId id = launch(0);
    scheduler.start(id, world.place("n1"), shell("echo x >> " + folder.resolve("runs")));
    awaitPhase(id, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(folder.resolve("runs")).hasContent("x");
    assertThat(world.fence()).isGreaterThan(before);
  }

  @Test
  void refusalForNowIsToldAndTriedAgainAndOneForEverEndsTheLaunch() {
    world.refuse(CREATES, 429, "TooManyRequests", 2);
    LaunchId throttled = launch(0);
    scheduler.start(throttled, world.place("n1"), shell("true"));
    awaitPhase(throttled, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(scheduler.heard(throttled).getFirst().getReason()).isEqualTo("TooManyRequests");
    assertThat(last(throttled).getContainers(0).getExitCode()).isZero();
    LaunchId invalid = launch(1);
    PodTemplate.Builder wrong = shell("true").toBuilder();
    wrong.getPodBuilder().getContainersBuilder(0).setName("Not A Name");
    scheduler.start(invalid, world.place("n1"), wrong.build());
    awaitPhase(invalid, LaunchPhase.LAUNCH_PHASE_ENDED);
    assertThat(last(invalid).getEvidence()).isEqualTo(EndEvidence.END_EVIDENCE_INVALID_POD);
    assertThat(last(invalid).getMessage()).contains("spec.containers[0].name");
  }

  private boolean refusedByTheFence(long epoch) {
    try {
      world.create("probe-" + UUID.randomUUID(), epoch, true);
      return false;
    } catch (KubernetesClientException e) {
      return e.getMessage().contains("longshore-fence");
    }
  }
}
