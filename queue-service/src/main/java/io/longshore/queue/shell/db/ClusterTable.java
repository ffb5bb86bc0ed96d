package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What placement-services announced. */
public final class ClusterTable {

  private ClusterTable() {}

  /** A ClusterAnnouncement by cluster. */
  public static Uni<Map<String, byte[]>> all(Tx tx) {
    return tx.rows("select name, announced from cluster")
        .map(
            rows -> {
              var all = new HashMap<String, byte[]>();
              rows.forEach(r -> all.put(r.getString("name"), Rows.bytes(r, "announced")));
              return all;
            });
  }

  /** Keeps an announcement. */
  public static Uni<Void> put(Tx tx, String name, byte[] announced) {
    return tx.update(
            """
            insert into cluster (name, announced) values ($1, $2)
            on conflict (name) do update
              set announced = excluded.announced, silent_at = null
            """,
            name,
            Buffer.buffer(announced))
        .replaceWithVoid();
  }

  /**
   * Marks clusters of which nobody speaks any more, and deletes those that have been silent since
   * before a time.
   *
   * @param spoken clusters that are spoken of
   * @param named clusters of environments, which stay
   * @param now epoch milliseconds
   * @param before epoch milliseconds
   */
  public static Uni<Void> sweep(
      Tx tx, Collection<String> spoken, Collection<String> named, long now, long before) {
    return tx.update(
            """
            update cluster set silent_at = case when not name = any($1) then $2::bigint end
             where (silent_at is null) <> (name = any($1))
            """,
            spoken.toArray(String[]::new),
            now)
        .chain(
            () ->
                tx.update(
                    "delete from cluster where silent_at < $1 and not name = any($2)",
                    before,
                    named.toArray(String[]::new)))
        .replaceWithVoid();
  }
}
