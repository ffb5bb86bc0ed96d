package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many jobs of each queue are SUBMITTED, kept as two counters: the intake raises the one, the
 * lease holder the other, so neither waits for the other's row and no submission counts rows.
 */
public final class SubmittedTable {

  private static final short ACCEPTED = 1;
  private static final short MOVED_ON = -1;

  private SubmittedTable() {}

  /** Jobs in SUBMITTED by queue; queues that never had one are left out. */
  public static Uni<Map<String, Long>> count(Tx tx, Collection<String> queueArns) {
    if (queueArns.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    return tx.rows(
            """
            select queue_arn, sum(side * jobs)::bigint as jobs from submitted
             where queue_arn = any($1) group by queue_arn
            """,
            (Object) queueArns.toArray(String[]::new))
        .map(SubmittedTable::counts);
  }

  /** Jobs in SUBMITTED by queue, of all that ever had one. */
  public static Uni<Map<String, Long>> all(Tx tx) {
    return tx.rows(
            "select queue_arn, sum(side * jobs)::bigint as jobs from submitted group by queue_arn")
        .map(SubmittedTable::counts);
  }

  private static Map<String, Long> counts(List<Row> rows) {
    var counts = new HashMap<String, Long>();
    rows.forEach(row -> counts.put(row.getString("queue_arn"), row.getLong("jobs")));
    return Map.copyOf(counts);
  }

  /** So many jobs were accepted, by queue. */
  public static Uni<Void> accepted(Tx tx, Map<String, Integer> jobs) {
    return add(tx, ACCEPTED, jobs);
  }

  /** So many jobs are no longer SUBMITTED, by queue. */
  public static Uni<Void> movedOn(Tx tx, Map<String, Integer> jobs) {
    return add(tx, MOVED_ON, jobs);
  }

  /** The queue is gone and all its jobs have ended. */
  public static Uni<Void> forget(Tx tx, String queueArn) {
    return tx.update("delete from submitted where queue_arn = $1", queueArn).replaceWithVoid();
  }

  private static Uni<Void> add(Tx tx, short side, Map<String, Integer> jobs) {
    if (jobs.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<String> queues = jobs.keySet().stream().sorted().toList();
    return tx.update(
            """
            insert into submitted as s (queue_arn, side, jobs)
            select queue_arn, $1, jobs from unnest($2::text[], $3::int[]) as u(queue_arn, jobs)
            on conflict (queue_arn, side) do update set jobs = s.jobs + excluded.jobs
            """,
            side,
            queues.toArray(String[]::new),
            Rows.ints(queues, jobs::get))
        .replaceWithVoid();
  }
}
