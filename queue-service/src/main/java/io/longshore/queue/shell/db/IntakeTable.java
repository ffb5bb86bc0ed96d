package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;

/** How far the public intake is stored. */
public final class IntakeTable {

  /** Where a batch of a partition begins behind: all before {@code next} has taken effect. */
  public record Position(String topic, String topicId, int partition, long next) {}

  private IntakeTable() {}

  /** The next offset of a partition that has not taken effect; 0 for a topic that is new. */
  public static Uni<Long> next(Tx tx, Position at) {
    return tx.rows(
            "select next_offset from intake where topic = $1 and partition = $2 and topic_id = $3",
            at.topic(),
            at.partition(),
            at.topicId())
        .map(rows -> rows.isEmpty() ? 0L : rows.getFirst().getLong("next_offset"));
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
