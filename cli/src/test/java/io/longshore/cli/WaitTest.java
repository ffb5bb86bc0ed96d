package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WaitTest extends CommandLineFixture {

  private Result submit(String... more) {
    return run(
        Stream.of(
                new String[] {"submit", "-n", "hello", "-q", "main", "-d", "busybox", "--wait"},
                more)
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  @Test
  void successIsZero() {
    Result result = submit("true");
    assertThat(result.exitCode()).isZero();
    assertThat(result.out().strip()).isEqualTo("hello SUCCEEDED, exit 0 (Completed), ran 30s");
  }

  @Test
  void theContainersExitCodeIsHandedOn() {
    Result result = submit("exit", "42");
    assertThat(result.exitCode()).isEqualTo(42);
    assertThat(result.out()).contains("hello FAILED, exit 42 (Error)");
  }

  @Test
  void aFailureWithoutAnExitCodeIsOne() {
    Result result = submit("vanish");
    assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(result.out()).contains("Host EC2 (instance i-1) terminated.");
  }

  @Test
  void aCodeThatNoProcessCanHandOnIsStillAFailure() {
    assertThat(submit("exit", "256").exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(submit("exit", "-1").exitCode()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void progressIsALineAChangeWhereNobodyWatches() {
    assertThat(submit("true").err().lines())
        .containsExactly(
            "submitted hello 00000001-0000-4000-8000-000000000000",
            "hello RUNNABLE",
            "hello STARTING",
            "hello RUNNING",
            "hello SUCCEEDED");
  }

  @Test
  void progressIsOneLineOnATerminal() {
    onTerminal();
    String shown = submit("true").err();
    assertThat(shown.split("\n")).hasSize(2);
    assertThat(shown).contains("\r\u001b[Khello RUNNING", "\r\u001b[Khello SUCCEEDED");
  }

  @Test
  void aLineThatCouldNotBeRewrittenIsCut() {
    onTerminal();
    String id =
        run("submit", "-n", "a".repeat(120), "-q", "main", "-d", "busybox", "-o", "id").out();
    assertThat(run("wait", id.strip()).err().split("\r\u001b\\[K"))
        .allMatch(line -> line.strip().length() <= 80)
        .anyMatch(line -> line.contains("…"));
  }

  @Test
  void childrenOfAnArrayAreCounted() {
    Result result = submit("--array", "3", "true");
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("hello SUCCEEDED: 3 SUCCEEDED");
  }

  @Test
  void jsonIsTheJobAsItEnded() {
    Result result = submit("-o", "json", "exit", "3");
    assertThat(result.exitCode()).isEqualTo(3);
    Golden.assertSame("ended.json", result.out());
  }

  @Test
  void severalJobsAreWaitedForTogether() {
    String good = run("submit", "-n", "a", "-q", "main", "-d", "busybox", "-o", "id").out().strip();
    String bad =
        run("submit", "-n", "b", "-q", "main", "-d", "busybox", "-o", "id", "exit", "9")
            .out()
            .strip();
    Result result = run("wait", good, bad);
    assertThat(result.exitCode()).isEqualTo(9);
    assertThat(result.err()).contains("2 jobs: 2 RUNNABLE", "1 SUCCEEDED, 1 FAILED");
    assertThat(result.out().lines()).hasSize(2);
  }

  @Test
  void aRestartOfTheServiceEndsNoWaiting() {
    String job = run("submit", "-n", "a", "-q", "main", "-d", "busybox", "-o", "id").out().strip();
    batch.failuresBeforeAnswers = 2;
    Result result = run("wait", job);
    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("waiting for the service to come back");
  }

  @Test
  void aServiceThatStaysAwayIsUnreachable() {
    String job = run("submit", "-n", "a", "-q", "main", "-d", "busybox", "-o", "id").out().strip();
    batch.failuresBeforeAnswers = Integer.MAX_VALUE;
    assertThat(run("wait", job, "--call-timeout", "300ms").exitCode())
        .isEqualTo(ExitCode.UNREACHABLE);
  }

  @Test
  void anUnknownJobIsRefused() {
    Result result = run("wait", "nope");
    assertThat(result.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(result.err()).contains("there is no job nope");
  }
}
