package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Client tokens that have been used. */
public final class TokenTable {

  /** A token's key. */
  public record Key(String principal, String queueArn, String token) {}

  /** What it made. */
  public record Used(Key key, String jobId, String content) {}

  private TokenTable() {}

  /** The uses of these tokens. */
  public static Uni<Map<Key, Used>> find(Tx tx, Collection<Key> keys) {
    if (keys.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return tx.rows(
            """
            select t.principal, t.queue_arn, t.token, t.job_id, t.content from token t
              join unnest($1::text[], $2::text[], $3::text[]) as u(principal, queue_arn, token)
              using (principal, queue_arn, token)
            """,
            Rows.strings(keys, Key::principal),
            Rows.strings(keys, Key::queueArn),
            Rows.strings(keys, Key::token))
        .map(
            rows -> {
              var found = new HashMap<Key, Used>();
              for (var row : rows) {
                var key =
                    new Key(
                        row.getString("principal"),
                        row.getString("queue_arn"),
                        row.getString("token"));
                found.put(
                    key, new Used(key, row.getUUID("job_id").toString(), row.getString("content")));
              }
              return found;
            });
  }

  /** Remembers uses. */
  public static Uni<Void> insert(Tx tx, Collection<Used> used) {
    if (used.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return tx.update(
            """
            insert into token (principal, queue_arn, token, job_id, content)
            select * from unnest($1::text[], $2::text[], $3::text[], $4::uuid[], $5::text[])
            """,
            Rows.strings(used, u -> u.key().principal()),
            Rows.strings(used, u -> u.key().queueArn()),
            Rows.strings(used, u -> u.key().token()),
            used.stream().map(u -> UUID.fromString(u.jobId())).toArray(UUID[]::new),
            Rows.strings(used, Used::content))
        .replaceWithVoid();
  }
}
