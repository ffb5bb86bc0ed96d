package io.longshore.kit.shell.db;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.OutboxRun;
import io.longshore.kit.core.Check;
import io.longshore.kit.core.Lineage;
import io.longshore.kit.core.Runs;
import io.longshore.kit.core.Undecodable;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.wire.Lane;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Numbers given and messages not yet acknowledged of the streams that one end sends in one cell.
 */
public final class OutboxTable {

  // The row lock on kit_stream_out holds until the commit: number order is commit order.
  private static final String APPEND =
      """
      with run as (
        select * from unnest($3::text[], $4::bigint[], $5::bytea[]) as u(receiver, messages, body)
      ), given as (
        insert into kit_stream_out as s (sender, receiver, cell, next, incarnation, parent)
        select $1, receiver, $2, messages + 1, i.incarnation, i.parent
          from run cross join kit_incarnation i order by receiver
        on conflict (sender, receiver, cell) do update set next = s.next + excluded.next - 1
        returning receiver, next
      )
      insert into kit_outbox (sender, receiver, cell, first, last, run)
      select $1, receiver, $2, next - messages, next - 1, body from given join run using (receiver)
      """;

  private static final String STREAMS =
      """
      select s.receiver, s.incarnation, s.parent, s.base, s.next, s.stopped,
             coalesce((select o.first from kit_outbox o
                        where o.sender = s.sender and o.receiver = s.receiver and o.cell = s.cell
                        order by o.last limit 1),
                      s.next) - 1 as acked
        from kit_stream_out s where s.sender = $1 and s.cell = $2
      """;

  private static final String NEXT =
      """
      select first, last, run from kit_outbox
       where sender = $1 and receiver = $2 and cell = $3 and last >= $4
       order by last limit $5
      """;

  private static final String CUT =
      """
      delete from kit_outbox where ctid in
        (select ctid from kit_outbox
          where sender = $1 and receiver = $2 and cell = $3 and last <= $4
          order by last limit $5)
      """;

  private static final String STOP =
      """
      update kit_stream_out set stopped = $4
       where sender = $1 and receiver = $2 and cell = $3 and stopped is null
      """;

  private final Db db;
  private final String sender;
  private final int cell;

  /** The streams that {@code sender} sends in {@code cell}. */
  public OutboxTable(Db db, String sender, int cell) {
    this.db = db;
    this.sender = sender;
    this.cell = cell;
  }

  /** A row: the messages {@code first..last}. */
  public record Stored(long first, long last, List<ByteString> messages) {}

  /**
   * Gives {@code messages} their numbers and stores them, one row a destination; to be the last
   * statement before the commit.
   */
  Uni<Void> append(Tx tx, List<Step.Out> messages) {
    if (messages.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Map<String, OutboxRun.Builder> runs = new TreeMap<>();
    for (Step.Out out : messages) {
      Check.that(
          out.body().size() <= Runs.RECORD_BYTES,
          "a message of %d bytes to %s fits no record",
          out.body().size(),
          out.to());
      runs.computeIfAbsent(out.to(), _ -> OutboxRun.newBuilder()).addMessages(out.body());
    }
    String[] receivers = runs.keySet().toArray(String[]::new);
    Long[] counts =
        runs.values().stream().map(run -> (long) run.getMessagesCount()).toArray(Long[]::new);
    ByteString[] bodies =
        runs.values().stream().map(run -> run.build().toByteString()).toArray(ByteString[]::new);
    return tx.update(APPEND, sender, cell, receivers, counts, bodies).replaceWithVoid();
  }

  /** All streams that ever sent, by receiver. */
  public Uni<Map<String, Lane.Stream>> streams() {
    return db.read(tx -> tx.rows(STREAMS, sender, cell))
        .map(
            rows -> {
              Map<String, Lane.Stream> streams = new LinkedHashMap<>();
              rows.forEach(row -> streams.put(row.getString("receiver"), stream(row)));
              return streams;
            });
  }

  /** The next {@code limit} rows to {@code receiver} that hold {@code from} or more. */
  public Uni<List<Stored>> next(Tx tx, String receiver, long from, int limit) {
    return tx.rows(NEXT, sender, receiver, cell, from, limit)
        .map(rows -> rows.stream().map(OutboxTable::stored).toList());
  }

  /**
   * Cuts at most {@code limit} of the rows that {@code receiver} has acknowledged whole, the
   * oldest. Needs no durability, since an acknowledgement comes again.
   *
   * @return how many
   */
  public Uni<Integer> cut(Tx tx, String receiver, long acked, int limit) {
    return tx.update("set local synchronous_commit = off")
        .chain(_ -> tx.update(CUT, sender, receiver, cell, acked, limit));
  }

  /**
   * History was lost: whoever owns the stream next must not send either. An operator's opening of a
   * new incarnation ends this.
   */
  public Uni<Integer> stop(Tx tx, String receiver, String why) {
    return tx.update(STOP, sender, receiver, cell, why);
  }

  private static Lane.Stream stream(Row row) {
    return new Lane.Stream(
        row.getString("receiver"),
        new Lineage(row.getLong("incarnation"), row.getLong("parent"), row.getLong("base")),
        row.getLong("next") - 1,
        row.getLong("acked"),
        Optional.ofNullable(row.getString("stopped")));
  }

  private static Stored stored(Row row) {
    long first = row.getLong("first");
    long last = row.getLong("last");
    try {
      var run = OutboxRun.parseFrom(row.getBuffer("run").getBytes());
      Check.that(
          run.getMessagesCount() == last - first + 1, "outbox row %d..%d is torn", first, last);
      return new Stored(first, last, run.getMessagesList());
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("outbox row " + first + ".." + last, e);
    }
  }
}
