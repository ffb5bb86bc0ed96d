package io.longshore.placement.shell.db;

import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.LeaseLost;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end of each container's output, kept before its pod goes. Written outside the rounds, which
 * must not carry megabytes, and by the owner of the cluster's lease alone.
 */
public final class KeptLogs {

  // One statement that asks for the lease and locks nothing: many of these run at once, and a lock
  // that many share in turn would keep rounds from the lease row. What was begun before a takeover
  // may end after it; it is then what that container wrote, as the new owner would read it.
  private static final String PUT =
      """
      insert into kept_log (namespace, pod, container, position, init, lost, body)
      select $1, $2, $3, $4, $5, $6, $7
       where exists (select from kit_lease where scope = $8 and epoch = $9)
      on conflict (namespace, pod, container) do update
        set lost = excluded.lost, body = excluded.body, kept_at = excluded.kept_at
      """;

  private static final String FIND =
      """
      select lost, kept_at, body from kept_log
       where namespace = $1 and pod = $2 and container = $3
      """;

  private static final String CONTAINERS =
      "select container from kept_log where namespace = $1 and pod = $2 order by position";

  private static final String WHERE =
      "select cluster, namespace from launch where pod = $1 limit 1";

  private static final String TRIM =
      """
      delete from kept_log where ctid in (
        select ctid from kept_log
         where kept_at < clock_timestamp() - make_interval(secs => $1) limit 500)
      """;

  private final Db db;

  /** Output in the service's schema. */
  public KeptLogs(Db db) {
    this.db = db;
  }

  /**
   * A container's output.
   *
   * @param position order in the pod
   * @param lost bytes before these that were not kept
   */
  public record Kept(
      String namespace,
      String pod,
      String container,
      int position,
      boolean init,
      long lost,
      byte[] body) {}

  /**
   * Output as it is found.
   *
   * @param lost bytes before these that were not kept
   * @param at all was written before then
   */
  public record Found(long lost, Instant at, byte[] body) {}

  /** Where a launch that is not cleared away has its pod. */
  public record Whereabouts(String cluster, String namespace) {}

  /**
   * Keeps it, in place of what was kept of the same container before; fails with {@link LeaseLost}
   * unless {@code epoch} owns {@code scope}.
   */
  public Uni<Void> put(String scope, long epoch, Kept kept) {
    return db.write(tx -> put(tx, scope, epoch, kept))
        .chain(
            rows ->
                rows == 1
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().failure(() -> new LeaseLost(scope, epoch)));
  }

  private static Uni<Integer> put(Tx tx, String scope, long epoch, Kept kept) {
    return tx.update(
        PUT,
        kept.namespace(),
        kept.pod(),
        kept.container(),
        (short) kept.position(),
        kept.init(),
        kept.lost(),
        Buffer.buffer(kept.body()),
        scope,
        epoch);
  }

  /** A container's kept output. */
  public Uni<Optional<Found>> find(String namespace, String pod, String container) {
    return db.read(tx -> tx.rows(FIND, namespace, pod, container))
        .map(rows -> rows.stream().findFirst().map(KeptLogs::found));
  }

  private static Found found(Row row) {
    return new Found(
        row.getLong("lost"),
        row.getOffsetDateTime("kept_at").toInstant(),
        row.getBuffer("body").getBytes());
  }

  /** The containers of a pod of which output was kept, in the order in which they started. */
  public Uni<List<String>> containers(String namespace, String pod) {
    return db.read(tx -> tx.rows(CONTAINERS, namespace, pod))
        .map(rows -> rows.stream().map(row -> row.getString("container")).toList());
  }

  /** On which cluster a pod is. */
  public Uni<Optional<Whereabouts>> whereabouts(String pod) {
    return db.read(tx -> tx.rows(WHERE, pod))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new Whereabouts(row.getString("cluster"), row.getString("namespace"))));
  }

  /** Deletes a bounded number of those older than that, and gives how many. */
  public Uni<Integer> trim(Duration retention) {
    return db.sweep(tx -> tx.update(TRIM, (double) retention.toSeconds()));
  }
}
