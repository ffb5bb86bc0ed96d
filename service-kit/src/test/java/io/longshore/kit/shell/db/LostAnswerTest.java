package io.longshore.kit.shell.db;

import static io.longshore.kit.shell.db.Rig.await;
import static io.longshore.kit.shell.db.Rig.out;
import static io.longshore.kit.shell.db.Rig.round;
import static io.longshore.kit.shell.db.Rig.thing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.longshore.kit.core.CommitVerdict;
import io.longshore.kit.testing.PgProxy;
import io.longshore.kit.testing.PostgresResource;
import java.sql.SQLException;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commits whose answer, or whose request, is lost on the way, and their reading back. */
class LostAnswerTest {

  private final Rig rig = new Rig();
  private final PgProxy proxy = new PgProxy();
  private final CellLedger owner = Rig.ledger(rig.through(proxy.port()));

  @AfterEach
  void close() {
    rig.close();
    proxy.close();
  }

  /** As the loop does: until the database is reached again. */
  private CommitVerdict readBack(Round step) {
    return Awaitility.await()
        .ignoreExceptions()
        .until(() -> await(owner.readBack(1, step.id())), Objects::nonNull);
  }

  @Test
  void lostAnswerIsFoundCommitted() {
    rig.take(owner, "a");
    proxy.loseAnswers(1);
    var step = round(1, 1, thing(1, 1, out("x", "m")));
    assertThatThrownBy(() -> await(owner.commit(step))).matches(SqlFaults::ofDatabase);
    Awaitility.await().until(() -> rig.count("thing") == 1);
    assertThat(readBack(step)).isEqualTo(CommitVerdict.GO_ON);
    assertThat(rig.count("kit_outbox")).isEqualTo(1);
  }

  @Test
  void lostCommitIsMadeAgainUnderTheSameId() {
    rig.take(owner, "a");
    proxy.loseCommits(1);
    var step = round(1, 1, thing(1, 1, out("x", "m")));
    assertThatThrownBy(() -> await(owner.commit(step))).matches(SqlFaults::ofDatabase);
    assertThat(readBack(step)).isEqualTo(CommitVerdict.AGAIN);
    await(owner.commit(step));
    assertThat(rig.count("thing")).isEqualTo(1);
    assertThat(rig.count("kit_outbox where first = 1 and last = 1")).isEqualTo(1);
  }

  @Test
  void lostEpochDropsWhetherCommittedOrNot() {
    rig.take(owner, "a");
    proxy.loseAnswers(1);
    var step = round(1, 1, thing(1, 1));
    assertThatThrownBy(() -> await(owner.commit(step))).matches(SqlFaults::ofDatabase);
    Awaitility.await().until(() -> rig.count("thing") == 1);
    rig.expire();
    rig.take(rig.ledger(), "b");
    assertThat(readBack(step)).isEqualTo(CommitVerdict.DROP);
  }

  /**
   * The first try is still on its way when the second is made: the second waits for the first and
   * then finds the id taken, so the step stands once.
   */
  @Test
  void tryStillUnderWayIsNotCommittedTwice() throws SQLException {
    rig.take(owner, "a");
    var step = round(1, 1, thing(1, 1));
    try (var first = PostgresResource.connect("postgres")) {
      first.setAutoCommit(false);
      try (var statement = first.createStatement()) {
        statement.execute("set search_path = " + rig.schema());
        statement.execute("update kit_lease set round = 1 where epoch = 1");
        statement.execute(
            "insert into kit_commit (id, scope) values ('" + step.id() + "', 'scope')");
        statement.execute("insert into thing values (1, 1)");
        assertThat(readBack(step)).isEqualTo(CommitVerdict.AGAIN);
        var second = owner.commit(step).subscribe().asCompletionStage();
        Awaitility.await()
            .until(() -> rig.count("pg_stat_activity where wait_event_type = 'Lock'") > 0);
        first.commit();
        assertThatThrownBy(second::join).cause().matches(SqlFaults::refused);
      }
    }
    assertThat(readBack(step)).isEqualTo(CommitVerdict.GO_ON);
    assertThat(rig.count("thing")).isEqualTo(1);
  }
}
