package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What capacity-service said of environments: for reads, which any instance answers. */
public final class ConditionTable {

  private ConditionTable() {}

  /** An EnvironmentCondition by its environment's ARN. */
  public static Uni<Map<String, byte[]>> all(Tx tx) {
    return tx.rows("select environment_arn, said from environment_condition")
        .map(
            rows -> {
              var all = new HashMap<String, byte[]>();
              rows.forEach(r -> all.put(r.getString("environment_arn"), Rows.bytes(r, "said")));
              return all;
            });
  }

  /** Deletes what was said of any environment but these. */
  public static Uni<Void> keep(Tx tx, Collection<String> environmentArns) {
    return tx.update(
            "delete from environment_condition where environment_arn <> all ($1)",
            (Object) environmentArns.toArray(String[]::new))
        .replaceWithVoid();
  }

  /** Keeps statements by ARN; those of {@code withdrawn} go. */
  public static Uni<Void> put(Tx tx, Map<String, byte[]> said, Collection<String> withdrawn) {
    Uni<Void> written = Uni.createFrom().voidItem();
    if (!said.isEmpty()) {
      written =
          tx.update(
                  """
                  insert into environment_condition (environment_arn, said)
                  select * from unnest($1::text[], $2::bytea[])
                  on conflict (environment_arn) do update set said = excluded.said
                  """,
                  Rows.strings(said.keySet(), arn -> arn),
                  Rows.buffers(said.values(), bytes -> bytes))
              .replaceWithVoid();
    }
    if (withdrawn.isEmpty()) {
      return written;
    }
    return written
        .chain(
            () ->
                tx.update(
                    "delete from environment_condition where environment_arn = any ($1)",
                    (Object) Rows.strings(withdrawn, arn -> arn)))
        .replaceWithVoid();
  }
}
