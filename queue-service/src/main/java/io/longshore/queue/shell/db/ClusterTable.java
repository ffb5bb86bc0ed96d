package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
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
            on conflict (name) do update set announced = excluded.announced
            """,
            name,
            Buffer.buffer(announced))
        .replaceWithVoid();
  }
}
