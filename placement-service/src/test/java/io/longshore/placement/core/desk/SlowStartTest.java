package io.longshore.placement.core.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.LaunchId.Part;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.observe.LaunchReport;
import io.longshore.placement.core.observe.LaunchReport.Phase;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pods that keep starting though their status does not say why. */
class SlowStartTest {

  private final DeskWorld world = new DeskWorld(1);

  @BeforeEach
  void calm() {
    world.faults = false;
  }

  @Test
  void eventsSayWhatAPodWaitsForAndAreAskedOnceForAll() {
    List<LaunchId> ids = IntStream.range(0, 3).mapToObj(SlowStartTest::launch).toList();
    ids.forEach(id -> world.command(new DeskInput.Start(Samples.order(id, "n1"))));
    settle();
    assertThat(ids).allSatisfy(id -> assertThat(last(id).reason()).isEqualTo("ContainerCreating"));
    world.elapse(DeskWorld.SETTINGS.slowStart());
    world.step();
    assertThat(world.requests)
        .extracting(DeskWorld.Request::action)
        .containsExactly(new Action.ReadWarnings("batch"));
    settle();
    assertThat(ids)
        .allSatisfy(
            id -> {
              assertThat(last(id).phase()).isEqualTo(Phase.STARTING);
              assertThat(last(id).reason()).isEqualTo("FailedMount");
              assertThat(last(id).message()).isEqualTo("secret \"s\" not found");
            });
  }

  @Test
  void sameWordIsNotRepeatedAndWhatStartsIsNotAskedAbout() {
    LaunchId id = launch(0);
    world.command(new DeskInput.Start(Samples.order(id, "n1")));
    settle();
    for (int i = 0; i < 5; i++) {
      world.elapse(Duration.ofSeconds(10));
      world.relist();
      settle();
    }
    assertThat(world.heard.get(id))
        .extracting(LaunchReport::reason)
        .containsExactly("ContainerCreating", "FailedMount");
    world.api.run(id.podName(), world.now);
    settle();
    assertThat(last(id).phase()).isEqualTo(Phase.RUNNING);
    world.elapse(Duration.ofSeconds(10));
    world.step();
    assertThat(world.requests).isEmpty();
  }

  private static LaunchId launch(int index) {
    return new LaunchId(Samples.JOB, new Part.Child(index), 1);
  }

  private LaunchReport last(LaunchId id) {
    return world.heard.get(id).getLast();
  }

  private void settle() {
    for (int quiet = 0; quiet < 3; quiet++) {
      world.step();
      while (!world.requests.isEmpty() || !world.watched.isEmpty()) {
        quiet = 0;
        if (world.requests.isEmpty()) {
          world.deliver();
        } else {
          world.arrive(0);
        }
        world.step();
      }
    }
  }
}
