package io.longshore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulationTest {

  @Test
  void equalSeedsAreEqualRuns() {
    var first = new Simulation(Plan.of(7, 150, 0.1)).run();
    var again = new Simulation(Plan.of(7, 150, 0.1));
    again.remember();
    assertThat(again.run()).as("whether or not its history is kept").isEqualTo(first);
    assertThat(first.attempts()).isGreaterThanOrEqualTo(150);
  }

  @Test
  void otherSeedsAreOtherRuns() {
    var one = new Simulation(Plan.of(8, 60, 0.05)).run();
    var other = new Simulation(Plan.of(9, 60, 0.05)).run();
    assertThat(other.hash()).isNotEqualTo(one.hash());
  }

  @Test
  void withoutFaultsAllComesToRest() {
    var calm = new Plan(1, 100, 360_000, java.util.Set.of());
    assertThat(new Simulation(calm).run().jobs()).isPositive();
  }

  @Test
  void seedsThatOnceBrokeAreRead() {
    assertThat(SeedList.read()).isNotEmpty();
  }

  @Test
  void optionsAreRead() {
    var options = Options.parse("--seeds", "5", "--jobs", "70", "--hours", "0.5");
    assertThat(options.seeds()).isEqualTo(5);
    assertThat(options.plan(3)).isEqualTo(Plan.of(3, 70, 0.5));
    assertThat(Options.parse().plan(3)).as("a cluster-hour").isEqualTo(Plan.of(3, 2_000, 1));
    assertThat(Options.parse("--ci", "--commit", "abc").minutes()).isEqualTo(5);
    assertThat(Options.parse("--ci", "--commit", "abc").firstOfCommit())
        .isEqualTo(Options.parse("--ci", "--commit", "abc").firstOfCommit())
        .isNotEqualTo(Options.parse("--ci", "--commit", "abd").firstOfCommit());
  }
}
