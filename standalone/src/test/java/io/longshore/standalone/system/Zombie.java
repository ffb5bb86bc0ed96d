package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A process that was paused for longer than its lease, and woken when another had taken over.
 *
 * @param epoch of the newest pod before the pause
 * @param created how many pods there had been when it woke
 * @param row when it woke, by the database's clock
 * @param call when it woke, in milliseconds since the epoch
 */
record Zombie(Pair pair, Supervised process, long epoch, int created, String row, long call) {

  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Long enough for a woken process to try whatever it had in mind. */
  private static final Duration AWAKE = Duration.ofSeconds(10);

  /** Those who see what a process does. */
  record Witnesses(Stack stack, Audit audit, Epochs epochs, AwsChanges aws) {}

  /** Wakes it. */
  static Zombie wake(Pair pair, Supervised process, long epoch, Witnesses witnesses)
      throws SQLException {
    var zombie =
        new Zombie(
            pair,
            process,
            epoch,
            witnesses.epochs().seen().size(),
            witnesses.audit().now(),
            System.currentTimeMillis());
    process.signal("CONT");
    return zombie;
  }

  /** Returns once it has found out that its lease is lost. */
  void awaitLost(Path log, int losses) {
    await().atMost(PATIENCE).until(() -> losses(log) > losses);
    await().atMost(PATIENCE).until(process::ready);
  }

  /** How often a process has lost a lease. */
  static int losses(Path log) throws IOException {
    try (var lines = Files.lines(log)) {
      return (int) lines.filter(line -> line.contains("lease lost")).count();
    }
  }

  /** It has done nothing since. */
  void assertHarmless(Witnesses witnesses) throws SQLException {
    await().until(() -> System.currentTimeMillis() - call > AWAKE.toMillis());
    assertThat(pair.lease().holder()).as("it has not come to office again").isNotEqualTo(name());
    assertThat(witnesses.audit().written(name(), row)).as("rows of %s", name()).isEmpty();
    assertThat(witnesses.aws().of(name(), call)).as("calls of %s", name()).isEmpty();
    if (pair.service() == Service.PLACEMENT) {
      assertThat(later(witnesses.epochs()))
          .isNotEmpty()
          .allSatisfy(one -> assertThat(one).isGreaterThan(epoch));
    }
  }

  /** Had it done something, it would have been seen: done in its name, it is. */
  void assertSeenIfHarmful(Witnesses witnesses)
      throws SQLException, IOException, InterruptedException {
    Audit.write(witnesses.stack(), pair.service(), name());
    assertThat(witnesses.audit().written(name(), row))
        .containsExactly("INSERT " + pair.service().schema() + ".kit_commit");
    witnesses.aws().call(name());
    assertThat(witnesses.aws().of(name(), call)).containsExactly("TerminateInstances");
    if (pair.service() == Service.PLACEMENT) {
      assertThat(witnesses.epochs().refuses(epoch)).as("a pod of its epoch").isTrue();
      assertThat(witnesses.epochs().refuses(witnesses.epochs().fence())).isFalse();
    }
  }

  private String name() {
    return process.name();
  }

  private List<Long> later(Epochs epochs) {
    return epochs.seen().stream().skip(created).toList();
  }
}
