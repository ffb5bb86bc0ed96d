package io.longshore.kit.shell.cell;

import static io.longshore.kit.shell.cell.Ends.soon;
import static io.longshore.kit.shell.cell.Ends.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.api.internal.v1.StreamRecord;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One end's database was restored and has lost history: never a message is skipped in silence. */
class IncarnationTest {

  private static final String STREAM = "left>right#0";
  private static final String SENDER_STOPPED = "longshore.publisher.stopped";

  private final Ends ends = new Ends();

  @AfterEach
  void close() {
    ends.close();
  }

  private static double gauge(Ends.End end, String name) {
    return end.kit().meters().get(name).gauge().value();
  }

  private static void problem(Ends.End end, String words) {
    soon()
        .untilAsserted(
            () ->
                assertThat(end.runtime().problems())
                    .hasEntrySatisfying(STREAM, why -> assertThat(why).contains(words)));
  }

  private static List<String> open(Ends.End end) {
    return end.rows("select * from kit_open_incarnation()").stream()
        .map(row -> row.getString("stream") + " " + row.getLong("base"))
        .toList();
  }

  /** The sender's database is as it was when it had given {@code last}. */
  private static void restore(Ends.End end, long last) {
    end.rows("delete from kit_outbox where last > " + last + " returning 1");
    end.rows("update kit_stream_out set next = " + (last + 1) + " returning 1");
  }

  private long sent() {
    return Ends.read(ends.there()).stream().mapToLong(StreamRecord::getLast).max().orElse(0);
  }

  @Test
  void senderWhoseReceiverKnowsMoreThanItSendsNothingUntilAnIncarnationIsOpened() {
    var left = ends.left();
    left.program().say("right", words(3));
    soon().until(() -> sent() == 3);
    ends.ackToLeft(1, 99);
    problem(left, "stored 99, this database has given 3: open a new incarnation");
    soon().untilAsserted(() -> assertThat(gauge(left, SENDER_STOPPED)).isEqualTo(1));
    left.program().say("right", List.of("w4"));
    soon().untilAsserted(() -> assertThat(left.rows("select * from kit_outbox")).hasSize(2));

    // The next owner of the scope knows it too.
    left.stop();
    var next = ends.beside(left);
    problem(next, "open a new incarnation");
    assertThat(sent()).isEqualTo(3);
    assertThat(open(next)).containsExactly(STREAM + " 4");
    soon().until(() -> sent() == 4);
    soon().untilAsserted(() -> assertThat(next.runtime().problems()).isEmpty());
    assertThat(next.rows("select epoch from kit_lease").getFirst().getLong(0))
        .isGreaterThan(65_536);
  }

  @Test
  void streamGoesOnInANewIncarnationWhereTheReceiverKnowsNoMore() {
    var left = ends.left();
    var right = ends.right();
    left.program().say("right", words(5));
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(5)));
    left.stop();
    assertThat(open(left)).containsExactly(STREAM + " 5");
    var again = ends.beside(left);
    soon()
        .untilAsserted(
            () ->
                assertThat(again.rows("select lag from (select 1 as lag from kit_outbox) o"))
                    .isEmpty());
    again.program().say("right", List.of("w6"));
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(6)));
    assertThat(right.runtime().problems()).isEmpty();
    assertThat(right.rows("select incarnation from kit_stream_in").getFirst().getLong(0))
        .isGreaterThan(1);
    soon().untilAsserted(() -> assertThat(again.count("kit_outbox")).isZero());
  }

  /** What was given before the restore and never acknowledged belongs to both histories. */
  @Test
  void rowsOfTheOldIncarnationAreSentAndCutInTheNewOne() {
    var left = ends.left();
    left.program().say("right", words(4));
    soon().until(() -> sent() == 4);
    left.stop();
    restore(left, 4);
    open(left);
    ends.beside(left);
    var right = ends.right();
    soon().untilAsserted(() -> assertThat(right.program().heard()).isEqualTo(words(4)));
    soon().untilAsserted(() -> assertThat(left.count("kit_outbox")).isZero());
  }

  @Test
  void receiverThatKnowsMoreThanTheRestoredSenderStopsUntilAnOperatorHasCompared() {
    var left = ends.left();
    var right = ends.right();
    left.program().say("right", words(3));
    soon().untilAsserted(() -> assertThat(right.program().heard()).hasSize(3));
    left.program().say("right", List.of("lost 4", "lost 5"));
    soon().untilAsserted(() -> assertThat(right.program().heard()).hasSize(5));
    left.stop();
    restore(left, 3);
    open(left);
    var again = ends.beside(left);
    again.program().say("right", List.of("w4"));
    problem(right, "was restored to 3");
    soon().untilAsserted(() -> assertThat(gauge(right, CellMetrics.STOPPED)).isEqualTo(1));
    assertThat(right.program().heard()).hasSize(5);

    long incarnation =
        again.rows("select incarnation from kit_stream_out").getFirst().getLong("incarnation");
    right.rows("select kit_go_on('left', 'right', 0, %d, 3)".formatted(incarnation));
    soon()
        .untilAsserted(
            () ->
                assertThat(right.program().heard())
                    .containsExactly("w1", "w2", "w3", "lost 4", "lost 5", "w4"));
    soon().untilAsserted(() -> assertThat(right.runtime().problems()).isEmpty());
  }

  @Test
  void receiverThatHasLostWhatItAcknowledgedStops() {
    var left = ends.left();
    var right = ends.right();
    left.program().say("right", words(5));
    soon().untilAsserted(() -> assertThat(right.program().heard()).hasSize(5));
    soon().untilAsserted(() -> assertThat(left.count("kit_outbox")).isZero());
    right.stop();
    right.rows("update kit_stream_in set last = 2 returning 1");
    right.rows("delete from word where word > 'w2' returning 1");
    var restored = ends.beside(right);
    left.program().say("right", List.of("w6"));
    problem(restored, "everything up to 5 was acknowledged once, but only 2 is stored here");
    assertThat(restored.program().heard()).isEqualTo(words(2));
  }

  /** A stream that begins after the opening must not be taken for one that was lost. */
  @Test
  void streamThatBeginsInANewIncarnationIsNotTakenForTheLostOne() {
    var left = ends.left();
    var right = ends.right();
    left.program().say("right", words(2));
    soon().untilAsserted(() -> assertThat(right.program().heard()).hasSize(2));
    left.stop();
    left.rows("delete from kit_outbox returning 1");
    left.rows("delete from kit_stream_out returning 1");
    open(left);
    var again = ends.beside(left);
    again.program().say("right", List.of("new"));
    problem(right, "was restored to 0");
    assertThat(right.program().heard()).isEqualTo(words(2));
  }
}
