package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.List;

/** Records for public topics on their way. */
public final class OutgoingTable {

  /** Headers are flat: name, value, name, value. */
  public record Outgoing(String topic, String key, List<String> headers, byte[] body) {}

  /** One that is stored. */
  public record Stored(long seq, Outgoing record) {}

  private static final String SEPARATOR = "\n";

  private OutgoingTable() {}

  /** Adds records in their order. */
  public static Uni<Void> insert(Tx tx, List<Outgoing> records) {
    if (records.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return tx.update(
            """
            insert into outgoing (topic, key, headers, body)
            select topic, key, string_to_array(headers, E'\\n'), body
              from unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) with ordinality
                as u(topic, key, headers, body, n) order by n
            """,
            Rows.strings(records, Outgoing::topic),
            Rows.strings(records, Outgoing::key),
            Rows.strings(records, r -> String.join(SEPARATOR, oneLine(r.headers()))),
            Rows.buffers(records, Outgoing::body))
        .replaceWithVoid();
  }

  private static List<String> oneLine(List<String> headers) {
    return headers.stream().map(h -> h.replace('\n', ' ')).toList();
  }

  /** The oldest records. */
  public static Uni<List<Stored>> oldest(Tx tx, int limit) {
    return tx.rows(
            "select seq, topic, key, headers, body from outgoing order by seq limit $1", limit)
        .map(
            rows ->
                rows.stream()
                    .map(
                        row ->
                            new Stored(
                                row.getLong("seq"),
                                new Outgoing(
                                    row.getString("topic"),
                                    row.getString("key"),
                                    Arrays.asList(row.getDelegate().getArrayOfStrings("headers")),
                                    Rows.bytes(row, "body"))))
                    .toList());
  }

  /** About how many there are: rows go in their order, and a number that was rolled back counts. */
  public static Uni<Long> backlog(Tx tx) {
    return tx.rows("select coalesce(max(seq) - min(seq) + 1, 0) as rows from outgoing")
        .map(rows -> rows.getFirst().getLong("rows"));
  }

  /** The broker has confirmed these. */
  public static Uni<Void> delete(Tx tx, List<Long> seqs) {
    return tx.update("delete from outgoing where seq = any($1)", (Object) seqs.toArray(Long[]::new))
        .replaceWithVoid();
  }
}
