package io.longshore.kit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Undecodable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicReadsTest {

  private static final long SECOND = 1_000_000_000;
  private static final Map<String, String> IDS = Map.of("registry", "r1", "in", "i1", "said", "s1");
  private static final Map<String, TopicPosition> HINTS =
      Map.of(
          "registry", new TopicPosition("r1", 4),
          "in", new TopicPosition("i1", 7),
          "said", new TopicPosition("old", 9));

  private final TopicReads reads =
      new TopicReads(
          new Reading("scheduler", 0, List.of("in", "said"), Set.of("in"), List.of("registry")),
          HINTS);

  private static StreamRecord to(String end) {
    return StreamRecord.newBuilder()
        .setFrom("queue")
        .setTo(end)
        .setIncarnation(1)
        .setFirst(1)
        .setLast(1)
        .addMessages(ByteString.copyFromUtf8("m"))
        .build();
  }

  private Optional<Arrival> received(String topic, long offset, StreamRecord record) {
    return reads.received(topic, offset, () -> record);
  }

  @Test
  void readsOnWhereTheHintHoldsAndElseFromTheBeginning() {
    assertThat(reads.begin(IDS, 0))
        .isEqualTo(
            Map.of(
                "registry", OptionalLong.empty(),
                "in", OptionalLong.of(7),
                "said", OptionalLong.empty()));
    assertThat(reads.wasMadeAgain("said")).isTrue();
    assertThat(reads.wasMadeAgain("in")).isFalse();
  }

  @Test
  void topicMadeAgainIsReadFromItsBeginningAndTheOthersGoOn() {
    reads.begin(IDS, 0);
    received("in", 7, to("scheduler"));
    reads.keyed("registry", 0, "a", ByteString.EMPTY);
    assertThat(reads.topicsDue(4 * SECOND)).isFalse();
    assertThat(reads.topicsDue(5 * SECOND)).isTrue();
    assertThat(reads.same(IDS, 5 * SECOND)).isTrue();
    assertThat(reads.topicsDue(6 * SECOND)).isFalse();
    var other = Map.of("registry", "r1", "in", "i2", "said", "s1");
    assertThat(reads.same(other, 10 * SECOND)).isFalse();
    assertThat(reads.begin(other, 10 * SECOND))
        .containsEntry("in", OptionalLong.empty())
        .containsEntry("registry", OptionalLong.of(1));
  }

  @Test
  void handsOverWhatIsForThisEndAndOfSomeTopicsStatementsAlone() {
    reads.begin(IDS, 0);
    assertThat(received("in", 7, to("capacity"))).isEmpty();
    assertThat(received("in", 8, to("scheduler")))
        .contains(new Arrival.Received("in", "i1", 9, to("scheduler")));
    assertThat(received("said", 0, to("scheduler")).orElseThrow())
        .isInstanceOfSatisfying(
            Arrival.Received.class, it -> assertThat(it.record().getMessagesCount()).isZero());
  }

  @Test
  void otherCellsRecordsAreNotForUs() {
    reads.begin(IDS, 0);
    assertThat(received("in", 7, to("scheduler").toBuilder().setCell(1).build())).isEmpty();
  }

  @Test
  void whatCannotBeReadStopsItsTopicUntilReadingBeginsAgain() {
    reads.begin(IDS, 0);
    reads.received(
        "in",
        7,
        () -> {
          throw new Undecodable("stream record", "it is empty");
        });
    assertThat(reads.stopped()).containsOnlyKeys("in");
    assertThat(received("in", 8, to("scheduler"))).isEmpty();
    assertThat(received("said", 0, to("scheduler"))).isPresent();
    assertThat(reads.begin(IDS, SECOND)).containsEntry("in", OptionalLong.of(7));
    assertThat(reads.stopped()).isEmpty();
  }

  @Test
  void compactedTopicsComeFirstAndTheEndsAreToldOnce() {
    reads.begin(IDS, 0);
    assertThat(reads.held()).containsExactly("in", "said");
    assertThat(reads.reached(_ -> 100)).isEmpty();
    assertThat(reads.endsDue(0)).isTrue();
    reads.ends(Map.of("registry", 4L, "in", 9L, "said", 0L), 5);
    assertThat(reads.reached(_ -> 3)).isEmpty();
    assertThat(reads.reached(_ -> 4)).containsExactly(new Arrival.CompactedRead());
    assertThat(reads.held()).isEmpty();
    assertThat(reads.endsDue(2 * SECOND)).isFalse();
    assertThat(reads.reached(_ -> 9)).containsExactly(new Arrival.CaughtUp(5));
    assertThat(reads.reached(_ -> 9)).isEmpty();
    assertThat(reads.endsDue(SECOND)).isFalse();
    assertThat(reads.endsDue(2 * SECOND)).isTrue();
  }

  @Test
  void endsOfATopicThatIsGoneProveNothing() {
    reads.begin(IDS, 0);
    reads.ends(Map.of("registry", 0L, "in", 9L, "said", 0L), 5);
    reads.begin(Map.of("registry", "r1", "in", "i2", "said", "s1"), SECOND);
    assertThat(reads.reached(_ -> 9)).isEmpty();
    assertThat(reads.endsDue(SECOND)).isTrue();
  }
}
