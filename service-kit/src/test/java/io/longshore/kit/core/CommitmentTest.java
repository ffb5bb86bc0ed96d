package io.longshore.kit.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Commitment.Failure;
import io.longshore.kit.core.Commitment.Next;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitmentTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Commitment commitment = new Commitment();

  @Test
  void answeredCommitStands() {
    assertThat(commitment.begin()).isEqualTo(new Next.Commit(0));
    assertThat(commitment.done(NOW)).isEqualTo(new Next.Settled(Optional.of(NOW)));
  }

  @Test
  void silenceIsReadBackAtOnceAndThenAgainAndAgain() {
    assertThat(commitment.failed(Failure.PASSING)).isEqualTo(new Next.ReadBack(0));
    assertThat(commitment.unread()).isEqualTo(new Next.ReadBack(250));
    assertThat(commitment.unread()).isEqualTo(new Next.ReadBack(250));
  }

  @Test
  void commitThatIsThereStandsWhateverItsFailureWas() {
    commitment.failed(Failure.REFUSED);
    assertThat(commitment.read(CommitVerdict.GO_ON)).isEqualTo(new Next.Settled(Optional.empty()));
  }

  @Test
  void epochLostIsLostWhetherOrNotTheCommitIsThere() {
    commitment.failed(Failure.PASSING);
    assertThat(commitment.read(CommitVerdict.DROP)).isEqualTo(new Next.Lost());
    assertThat(commitment.lost()).isEqualTo(new Next.Lost());
  }

  @Test
  void refusedStepIsNotTriedAgain() {
    commitment.failed(Failure.REFUSED);
    assertThat(commitment.read(CommitVerdict.AGAIN)).isEqualTo(new Next.Refused());
  }

  @Test
  void stepThatTakesTooLongIsRefusedTheThirdTime() {
    for (int i = 0; i < 2; i++) {
      commitment.failed(Failure.TOO_LONG);
      assertThat(commitment.read(CommitVerdict.AGAIN)).isEqualTo(new Next.Commit(250));
    }
    commitment.failed(Failure.TOO_LONG);
    assertThat(commitment.read(CommitVerdict.AGAIN)).isEqualTo(new Next.Refused());
  }
}
