package io.longshore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker must be able to fail: each of these mistakes is seen within a few seeds. */
class MutantsTest {

  private static final int SEEDS = 60;

  /** Mistakes by name. */
  static Map<String, Supplier<Seams>> mutants() {
    var mutants = new LinkedHashMap<String, Supplier<Seams>>();
    mutants.put("PUBLISH_BEFORE_COMMIT", ProtocolMutants.PublishBeforeCommit::new);
    mutants.put("SKIP_STREAM_CHECK", ProtocolMutants.SkipStreamCheck::new);
    mutants.put("JUMP_OVER_GAPS", ProtocolMutants.JumpOverGaps::new);
    mutants.put("NO_LEASE_CHECK", ProtocolMutants.NoLeaseCheck::new);
    mutants.put("TRUST_SILENCE", ProtocolMutants.TrustSilence::new);
    mutants.put("FORGET_POSITIONS", ProtocolMutants.ForgetPositions::new);
    mutants.put("CUT_AT_BROKERS_ACK", ProtocolMutants.CutAtBrokersAck::new);
    mutants.put("NEVER_SEND_AGAIN", ProtocolMutants.NeverSendAgain::new);
    mutants.put("TELL_AFTER_COMMIT", ProtocolMutants.TellAfterCommit::new);
    mutants.put("VANISHED_IS_ENDED", CoreMutants::vanishedIsEnded);
    mutants.put("NOT_READY_IS_DEAD", CoreMutants::notReadyIsDead);
    mutants.put("ROOM_WITH_THE_JOBS_STATE", CoreMutants::roomWithTheJobsState);
    mutants.put("ROOM_TWICE", CoreMutants::roomTwice);
    mutants.put("LOSE_EDGES_ON_RESTART", CoreMutants::loseEdgesOnRestart);
    mutants.put("FORGET_ATTEMPTS_ON_RESTART", CoreMutants::forgetAttemptsOnRestart);
    mutants.put("FORGET_ORDER_ON_RESTART", CoreMutants::forgetOrderOnRestart);
    mutants.put("CLOSE_BEFORE_THE_END", CoreMutants::closeBeforeTheEnd);
    mutants.put("NEVER_CLOSE", CoreMutants::neverClose);
    mutants.put("MAXIMUM_TWICE", CoreMutants::maximumTwice);
    mutants.put("FORGET_RELEASES", CoreMutants::forgetReleases);
    mutants.put("END_WITHOUT_RELEASE", CoreMutants::endWithoutRelease);
    mutants.put("SHUTTING_DOWN_IS_TERMINATED", CoreMutants::shuttingDownIsTerminated);
    mutants.put("NO_LABELS", CoreMutants::noLabels);
    return mutants;
  }

  static Set<String> names() {
    return mutants().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isCaught(String mutant) {
    assertThat(caught(mutant)).as("%s within %d seeds", mutant, SEEDS).isPresent();
  }

  /** What was seen first, and in which seed: one that is well without the mistake. */
  private static Optional<String> caught(String mutant) {
    for (int seed = 1; seed <= SEEDS; seed++) {
      int at = seed;
      var broken = broken(seed, mutants().get(mutant).get());
      if (broken.isPresent() && broken(seed, new Seams()).isEmpty()) {
        return broken.map(what -> "seed " + at + ": " + what);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> broken(long seed, Seams seams) {
    try {
      new Simulation(Plan.of(seed, 250, 0.2), seams).run();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Says of each mutant where it is seen. */
  public static void main(String[] args) {
    for (String mutant : names()) {
      if (args.length == 0 || mutant.contains(args[0])) {
        long from = System.nanoTime();
        String what = caught(mutant).orElse("NOT CAUGHT");
        System.out.printf("%s %.1f s: %s%n", mutant, (System.nanoTime() - from) / 1e9, what);
      }
    }
  }
}
