package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** How far the public intake is stored. */
public final class IntakeTable {

  /** A partition of a topic up to which all has taken effect: all before {@code next}. */
  public record Position(String topic, String topicId, int partition, long next) {

    /** The same partition at another offset. */
    public Position at(long offset) {
      return new Position(topic, topicId, partition, offset);
    }
  }

  private IntakeTable() {}

  /** What is stored of a partition, whichever topic of that name it was. */
  public static Uni<Optional<Position>> stored(Tx tx, String topic, int partition) {
    return tx.rows(
            "select topic_id, next_offset from intake where topic = $1 and partition = $2",
            topic,
            partition)
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new Position(
                                topic,
                                row.getString("topic_id"),
                                partition,
                                row.getLong("next_offset"))));
  }

  /** All before {@code at} has taken effect. */
  public static Uni<Void> store(Tx tx, Position at) {
    return tx.update(
            """
            insert into intake (topic, topic_id, partition, next_offset) values ($1, $2, $3, $4)
            on conflict (topic, partition) do update
              set topic_id = excluded.topic_id, next_offset = excluded.next_offset
            """,
            at.topic(),
            at.topicId(),
            at.partition(),
            at.next())
        .replaceWithVoid();
  }
}
