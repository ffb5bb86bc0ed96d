package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.submit.JobId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The read model of jobs and children. */
public final class JobTable {

  private static final int WHOLE = -1;

  static final String COLUMNS =
      "id, child, queue_arn, name, definition_arn, status, version, created_at, stopped_at,"
          + " array_size, detail, change, attempts";

  /**
   * A row.
   *
   * @param stoppedAt epoch milliseconds, null until it ended
   * @param detail JobDetail as accepted; empty for a child
   * @param change the last JobChange; empty before the first
   * @param attempts EndedAttempts
   */
  public record JobRow(
      JobId id,
      String queueArn,
      String name,
      String definitionArn,
      int status,
      long version,
      long createdAt,
      @Nullable Long stoppedAt,
      int arraySize,
      byte[] detail,
      byte[] change,
      byte[] attempts) {}

  private JobTable() {}

  private static Integer child(JobId id) {
    return id.index() == null ? WHOLE : id.index();
  }

  /** Adds jobs that were accepted. */
  public static Uni<Void> insert(Tx tx, List<JobRow> jobs) {
    if (jobs.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return tx.update(
            """
            insert into job (id, queue_arn, name, definition_arn, status, created_at, array_size, detail)
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[],
              $7::int[], $8::bytea[])
            """,
            uuids(jobs),
            Rows.strings(jobs, JobRow::queueArn),
            Rows.strings(jobs, JobRow::name),
            Rows.strings(jobs, JobRow::definitionArn),
            Rows.ints(jobs, JobRow::status),
            Rows.longs(jobs, JobRow::createdAt),
            Rows.ints(jobs, JobRow::arraySize),
            Rows.buffers(jobs, JobRow::detail))
        .replaceWithVoid();
  }

  /** Writes what changed of jobs and children; a child's row begins here. */
  public static Uni<Void> change(Tx tx, Collection<JobRow> jobs) {
    if (jobs.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return tx.update(
            """
            insert into job (id, child, queue_arn, name, definition_arn, status, version, created_at,
              stopped_at, array_size, detail, change, attempts)
            select * from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::int[],
              $7::bigint[], $8::bigint[], $9::bigint[], $10::int[], $11::bytea[], $12::bytea[], $13::bytea[])
            on conflict (id, child) do update set status = excluded.status, version = excluded.version,
              stopped_at = excluded.stopped_at, change = excluded.change, attempts = excluded.attempts
            """,
            uuids(jobs),
            Rows.ints(jobs, j -> child(j.id())),
            Rows.strings(jobs, JobRow::queueArn),
            Rows.strings(jobs, JobRow::name),
            Rows.strings(jobs, JobRow::definitionArn),
            Rows.ints(jobs, JobRow::status),
            Rows.longs(jobs, JobRow::version),
            Rows.longs(jobs, JobRow::createdAt),
            Rows.longs(jobs, JobRow::stoppedAt),
            Rows.ints(jobs, JobRow::arraySize),
            Rows.buffers(jobs, JobRow::detail),
            Rows.buffers(jobs, JobRow::change),
            Rows.buffers(jobs, JobRow::attempts))
        .replaceWithVoid();
  }

  private static UUID[] uuids(Collection<JobRow> jobs) {
    return jobs.stream().map(j -> UUID.fromString(j.id().uuid())).toArray(UUID[]::new);
  }

  /** Replaces what is kept of a job as it was accepted. */
  public static Uni<Void> detail(Tx tx, String uuid, byte[] detail) {
    return tx.update(
            "update job set detail = $2 where id = $1 and child = -1",
            UUID.fromString(uuid),
            Buffer.buffer(detail))
        .replaceWithVoid();
  }

  /** The rows of these jobs and children that exist. */
  public static Uni<Map<JobId, JobRow>> rows(Tx tx, Collection<JobId> ids) {
    return tx.rows(
            "select "
                + COLUMNS
                + " from job join unnest($1::uuid[], $2::int[]) as u(id, child) using (id, child)",
            ids.stream().map(i -> UUID.fromString(i.uuid())).toArray(UUID[]::new),
            ids.stream().map(JobTable::child).toArray(Integer[]::new))
        .map(JobTable::byId);
  }

  /** Array size of each of these jobs that exists, 0 where it is no array. */
  public static Uni<Map<String, Integer>> sizes(Tx tx, Collection<String> uuids) {
    return tx.rows(
            "select id, array_size from job where child = -1 and id = any($1)",
            (Object) uuids.stream().map(UUID::fromString).toArray(UUID[]::new))
        .map(
            rows -> {
              var sizes = new HashMap<String, Integer>();
              rows.forEach(r -> sizes.put(r.getUUID("id").toString(), r.getInteger("array_size")));
              return Map.copyOf(sizes);
            });
  }

  /** Status of each child of an array that has a row. */
  public static Uni<Map<Integer, Integer>> children(Tx tx, String uuid) {
    return tx.rows(
            "select child, status from job where id = $1 and child >= 0", UUID.fromString(uuid))
        .map(
            rows -> {
              var children = new HashMap<Integer, Integer>();
              rows.forEach(r -> children.put(r.getInteger("child"), (int) r.getShort("status")));
              return Map.copyOf(children);
            });
  }

  /** Ids of jobs that ended before a time, oldest first. */
  public static Uni<List<String>> endedBefore(Tx tx, long millis, int limit) {
    return tx.rows(
            """
            select id from job where child = -1 and stopped_at is not null and stopped_at < $1
             order by stopped_at limit $2
            """,
            millis,
            limit)
        .map(rows -> rows.stream().map(r -> r.getUUID("id").toString()).toList());
  }

  /** Forgets jobs with their children and client tokens. */
  public static Uni<Void> delete(Tx tx, Collection<String> uuids) {
    Object ids = uuids.stream().map(UUID::fromString).toArray(UUID[]::new);
    return tx.update("delete from token where job_id = any($1)", ids)
        .chain(() -> tx.update("delete from job where id = any($1)", ids))
        .replaceWithVoid();
  }

  /** Whether a queue has a job that has not ended. */
  public static Uni<Boolean> busy(Tx tx, String queueArn) {
    return tx.rows(
            """
            select exists (select 1 from job
              where queue_arn = $1 and child = -1 and status = any(array[1, 2, 3, 4, 5]::smallint[])) as busy
            """,
            queueArn)
        .map(rows -> rows.getFirst().getBoolean("busy"));
  }

  static Map<JobId, JobRow> byId(List<Row> rows) {
    var byId = new HashMap<JobId, JobRow>();
    for (Row row : rows) {
      JobRow job = row(row);
      byId.put(job.id(), job);
    }
    return byId;
  }

  static JobRow row(Row row) {
    String uuid = row.getUUID("id").toString();
    int child = row.getInteger("child");
    return new JobRow(
        child == WHOLE ? JobId.of(uuid) : JobId.child(uuid, child),
        row.getString("queue_arn"),
        row.getString("name"),
        row.getString("definition_arn"),
        row.getShort("status"),
        row.getLong("version"),
        row.getLong("created_at"),
        row.getLong("stopped_at"),
        row.getInteger("array_size"),
        Rows.bytes(row, "detail"),
        Rows.bytes(row, "change"),
        Rows.bytes(row, "attempts"));
  }
}
