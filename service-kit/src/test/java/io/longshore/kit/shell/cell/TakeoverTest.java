package io.longshore.kit.shell.cell;

import static io.longshore.kit.shell.cell.Ends.soon;
import static io.longshore.kit.shell.cell.Ends.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.shell.db.DbSettings;
import io.longshore.kit.testing.KafkaResource;
import io.longshore.kit.testing.PgProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Owners that end, pause, are cut off, and those who follow them. */
class TakeoverTest {

  private final Ends ends = new Ends();
  private final PgProxy proxy = new PgProxy();

  @AfterEach
  void close() {
    ends.close();
    proxy.close();
  }

  @Test
  void stoppedOwnerHandsOverAtOnce() {
    var first = ends.right();
    ends.toRight(1, "w1");
    soon().untilAsserted(() -> assertThat(first.program().heard()).isEqualTo(words(1)));
    var second = ends.beside(first);
    first.stop();
    ends.toRight(2, "w2");
    Awaitility.await()
        .atMost(Duration.ofSeconds(8))
        .untilAsserted(() -> assertThat(second.program().heard()).isEqualTo(words(2)));
    assertThat(second.rows("select epoch from kit_lease").getFirst().getLong(0)).isEqualTo(2);
  }

  /** Paused in the middle of a step, woken after another took over: its step leaves no trace. */
  @Test
  void pausedOwnerCannotCommitWhenItWakes() {
    var first = ends.right();
    soon().until(first.runtime()::running);
    first.program().pause();
    ends.toRight(1, "w1");
    var second = ends.beside(first);
    soon()
        .until(
            () -> {
              first.expireLease();
              return second.runtime().running();
            });
    soon().untilAsserted(() -> assertThat(second.program().heard()).isEqualTo(words(1)));
    first.program().release();
    soon().until(() -> first.program().drops() > 0);
    ends.toRight(2, "w2");
    soon().untilAsserted(() -> assertThat(second.program().heard()).isEqualTo(words(2)));
    assertThat(second.count("word")).isEqualTo(2);
    assertThat(first.runtime().running()).isFalse();
    assertThat(first.runtime().surelyHeld()).isFalse();
  }

  /** Cut off from its database the owner is replaced after the lease, and drops when it is back. */
  @Test
  void ownerCutOffFromTheDatabaseIsReplaced() {
    var settings = Ends.database();
    var first = ends.start(ends.rightWiring(), through(settings), new WordProgram());
    soon().until(first.runtime()::running);
    proxy.down(true);
    var second = ends.start(ends.rightWiring(), settings, new WordProgram());
    ends.toRight(1, "w1");
    soon().untilAsserted(() -> assertThat(second.program().heard()).isEqualTo(words(1)));
    assertThat(first.runtime().surelyHeld()).isFalse();
    proxy.down(false);
    soon().until(() -> first.program().drops() > 0);
    assertThat(second.count("word")).isEqualTo(1);
  }

  @Test
  void databaseThatComesBackInTimeFindsTheSameOwner() {
    var settings = Ends.database();
    var only = ends.start(ends.rightWiring(), through(settings), new WordProgram());
    soon().until(only.runtime()::running);
    proxy.down(true);
    ends.toRight(1, "w1");
    soon().until(() -> only.kit().meters().get(CellMetrics.COMMIT_FAILED).counter().count() > 0);
    proxy.down(false);
    soon().untilAsserted(() -> assertThat(only.program().heard()).isEqualTo(words(1)));
    assertThat(only.program().loads()).isEqualTo(1);
    assertThat(only.program().drops()).isZero();
  }

  /** Every third commit loses its answer or itself: each word is stored once. */
  @Test
  void lostCommitsAndAnswersLeaveEachWordOnce() {
    var settings = Ends.database();
    var only = ends.start(ends.rightWiring(), through(settings), new WordProgram());
    soon().until(only.runtime()::running);
    for (int i = 1; i <= 20; i++) {
      if (i % 3 == 0) {
        proxy.loseAnswers(1);
      } else if (i % 3 == 1) {
        proxy.loseCommits(1);
      }
      ends.toRight(i, "w" + i);
      int count = i;
      soon().untilAsserted(() -> assertThat(only.program().heard()).isEqualTo(words(count)));
    }
    assertThat(only.count("word")).isEqualTo(20);
    assertThat(only.program().loads()).isEqualTo(1);
  }

  private DbSettings through(DbSettings settings) {
    return DbSettings.of(
        settings.url().replaceFirst(":\\d+/", ":" + proxy.port() + "/"),
        settings.user(),
        settings.password(),
        settings.schema());
  }

  @Test
  void nextOwnerSendsAgainWhatIsUnacknowledged() {
    var left = ends.left();
    left.program().say("right", words(10));
    soon().untilAsserted(() -> assertThat(left.count("kit_outbox")).isEqualTo(1));
    soon().untilAsserted(() -> assertThat(Ends.read(ends.there())).isNotEmpty());
    left.stop();
    KafkaResource.wipe(ends.there(), 0);
    var next = ends.beside(left);
    soon()
        .untilAsserted(
            () ->
                assertThat(Ends.read(ends.there()))
                    .anySatisfy(
                        record -> {
                          assertThat(record.getFirst()).isEqualTo(1);
                          assertThat(record.getLast()).isEqualTo(10);
                          assertThat(record.getEpoch()).isEqualTo(2);
                        }));
    next.program().say("right", List.of("w11"));
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(11)));
  }

  @Test
  void timeNeverGoesBackOverATakeover() {
    var first = ends.right();
    soon().until(() -> first.program().rounds() > 0);
    first.stop();
    Instant ahead = Instant.now().plusSeconds(3_600);
    first.rows("update kit_lease set clock = now() + interval '1 hour 1 minute' returning epoch");
    var second = ends.beside(first);
    soon().until(() -> second.program().rounds() > 0);
    assertThat(second.program().now()).isAfter(ahead);
  }

  @Test
  void timersFireOnlyWhenTheBacklogIsRead() {
    for (int i = 0; i < 50; i++) {
      String[] many = new String[200];
      for (int j = 0; j < many.length; j++) {
        many[j] = "w" + (i * many.length + j + 1);
      }
      ends.toRight(i * 200L + 1, many);
    }
    var right = ends.right();
    soon().until(() -> right.program().timers().contains(true));
    // The round that may fire timers is the last with words, and still has to be committed.
    soon().untilAsserted(() -> assertThat(right.program().heard()).hasSize(10_000));
    var timers = right.program().timers();
    int firstTrue = timers.indexOf(true);
    assertThat(firstTrue).isGreaterThanOrEqualTo(10);
    assertThat(timers.subList(0, firstTrue)).containsOnly(false);
  }
}
