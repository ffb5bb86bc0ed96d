package io.longshore.scheduler.core.round;

import static io.longshore.scheduler.core.round.JobMaker.array;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.scheduler.core.demand.WaitingGroup;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked of which environment while EC2 has nothing for one of them. */
class ShortageStoriesTest {
  private static final Duration A_MOMENT = Duration.ofMillis(200);
  private static final Duration HOLD = Duration.ofSeconds(60);

  private static Story twoEnvironments() {
    return Story.begin()
        .environment("ce", 0, 64)
        .environment("ce2", 0, 64)
        .queue("q", 1, "ce", "ce2");
  }

  private static Input refused(String environment) {
    return new Input.LaunchRefused(
        new EnvironmentArn(environment), "InsufficientInstanceCapacity", "none", List.of());
  }

  private static Input launched(String environment, String node, int cpus) {
    var capacity = new Resources(cpus * 1000L, 64L << 30, 0, Map.of());
    return new Input.InstanceLaunched(
        new EnvironmentArn(environment), "i-" + node, "m6i.large", "a", "on-demand", capacity);
  }

  private static List<Long> counts(Story story, String environment) {
    return story.demand(environment).waiting().stream().map(WaitingGroup::count).toList();
  }

  @Test
  void refusedEnvironmentIsAskedAfterTheOthersUntilItLaunchesAgain() {
    var story = twoEnvironments().submits(array("a", 3)).passes(A_MOMENT).step(refused("ce"));
    assertThat(counts(story, "ce")).isEmpty();
    assertThat(counts(story, "ce2")).containsExactly(3L);
    story.passes(HOLD);
    assertThat(counts(story, "ce")).as("so that it can show that it launches").containsExactly(1L);
    assertThat(counts(story, "ce2")).as("is not withdrawn for that").containsExactly(3L);
    story.step(launched("ce", "n1", 1)).passes(A_MOMENT);
    assertThat(counts(story, "ce")).containsExactly(3L);
    assertThat(counts(story, "ce2")).isEmpty();
  }

  @Test
  void shortageThatLastsIsTriedAgainNowAndThenAndNothingElseChanges() {
    var story = twoEnvironments().submits(array("a", 3)).passes(A_MOMENT);
    for (var minute = 0; minute < 10; minute++) {
      story.step(refused("ce")).passes(A_MOMENT);
      assertThat(counts(story, "ce")).isEmpty();
      assertThat(counts(story, "ce2")).containsExactly(3L);
      // The request was withdrawn, which says nothing of EC2.
      story.step(new Input.LaunchRecovered(new EnvironmentArn("ce"))).passes(HOLD);
      assertThat(counts(story, "ce")).containsExactly(1L);
      assertThat(counts(story, "ce2")).containsExactly(3L);
    }
  }

  @Test
  void whatTheOthersCannotHoldIsStillAskedOfARefusedEnvironment() {
    var story =
        Story.begin()
            .environment("ce", 0, 64)
            .environment("ce2", 0, 2)
            .queue("q", 1, "ce", "ce2")
            .submits(array("a", 5))
            .passes(A_MOMENT)
            .step(refused("ce"));
    assertThat(counts(story, "ce2")).containsExactly(2L);
    assertThat(counts(story, "ce")).containsExactly(3L);
    story.passes(HOLD);
    assertThat(counts(story, "ce2")).containsExactly(2L);
    assertThat(counts(story, "ce")).containsExactly(3L);
  }
}
