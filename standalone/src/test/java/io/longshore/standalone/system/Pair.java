package io.longshore.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The two instances of a service, told apart by who owns its lease. */
record Pair(Stack stack, Service service, Connection database) {

  private static final Duration POLL = Duration.ofMillis(50);

  /** Three times the goal: tests run on machines that do other things too. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  /**
   * The lease row.
   *
   * @param round the last round that its owner has committed
   */
  record Lease(long epoch, String holder, long round) {}

  /** The row as it stands. */
  Lease lease() throws SQLException {
    var query =
        "select epoch, holder, round from %s.kit_lease where holder <> ''"
            .formatted(service.schema());
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(query)) {
      assertThat(rows.next()).as("%s has an owner", service).isTrue();
      return new Lease(rows.getLong(1), rows.getString(2), rows.getLong(3));
    }
  }

  /** The process that owns the lease. */
  Supervised owner() throws SQLException {
    var holder = lease().holder();
    return stack.instances(service).stream()
        .filter(process -> process.name().equals(holder))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Waits for the next owner, and until it has committed a round.
   *
   * @param before the lease of the one before
   * @return how long that took
   */
  Duration taken(Lease before) throws SQLException {
    var begun = System.nanoTime();
    await()
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .until(() -> lease().epoch() > before.epoch() && !lease().holder().equals(before.holder()));
    var taken = lease();
    await()
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .until(() -> lease().epoch() > taken.epoch() || lease().round() > taken.round());
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
