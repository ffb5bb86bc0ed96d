package io.longshore.scheduler.shell.db;

import com.google.protobuf.ByteString;
import io.longshore.kit.shell.Tx;
import io.longshore.scheduler.core.dag.ArrayJob;
import io.longshore.scheduler.core.dag.PastOutcome;
import io.longshore.scheduler.core.explain.Explainer;
import io.longshore.scheduler.core.explain.Explanation;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.wire.CommandsWire.Payload;
import io.longshore.scheduler.wire.JobRows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Rows that are read one by one: what memory does not hold. */
public final class Reads {
  private Reads() {}

  /** The ends of jobs that have left memory; who is missing is forgotten. */
  public static Uni<Map<JobId, PastOutcome>> outcomes(Tx tx, Collection<JobId> ids) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(Map.of());
    }
    var found = new HashMap<JobId, PastOutcome>();
    var wanted = ids.stream().map(JobId::uuid).toArray(UUID[]::new);
    return tx.rows(
            "select job_id, body from job where child = -1 and job_id = any($1)", (Object) wanted)
        .invoke(rows -> rows.forEach(r -> found.put(id(r), JobRows.outcomeOfJob(body(r)))))
        .chain(
            () ->
                tx.rows(
                    "select job_id, body from array_job where job_id = any($1)", (Object) wanted))
        .invoke(rows -> rows.forEach(r -> found.put(id(r), JobRows.outcomeOfArray(body(r)))))
        .replaceWith(found);
  }

  /** Names and pod templates by job. */
  public static Uni<Map<JobId, Payload>> payloads(Tx tx, Collection<JobId> ids) {
    var wanted = ids.stream().map(JobId::uuid).toArray(UUID[]::new);
    return tx.rows(
            "select job_id, name, pod_template from payload where job_id = any($1)",
            (Object) wanted)
        .map(
            rows -> {
              var found = new HashMap<JobId, Payload>();
              for (var row : rows) {
                var template = ByteString.copyFrom(row.getBuffer(2).getBytes());
                found.put(id(row), new Payload(id(row), row.getString(1), template));
              }
              return found;
            });
  }

  /** Explains a job that has ended and left memory; empty where nobody knows it. */
  public static Uni<Optional<Explanation>> ended(Tx tx, JobKey key) {
    var id = key.id().uuid();
    return tx.rows("select job_id, version, body from array_job where job_id = $1", id)
        .chain(
            arrays -> {
              var array = array(arrays);
              return array.isPresent() && !key.isChild()
                  ? Uni.createFrom().item(array.map(Explainer::ended))
                  : endedJob(tx, key, array);
            });
  }

  private static Optional<ArrayJob> array(List<Row> rows) {
    return rows.stream()
        .findFirst()
        .map(r -> JobRows.readArray(id(r), r.getLong(1), r.getBuffer(2).getBytes()));
  }

  private static Uni<Optional<Explanation>> endedJob(Tx tx, JobKey key, Optional<ArrayJob> parent) {
    return tx.rows(
            "select version, body from job where job_id = $1 and child = $2",
            key.id().uuid(),
            key.index())
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        r ->
                            JobRows.readJob(
                                key,
                                r.getLong(0),
                                body(r),
                                parent.map(ArrayJob::spec).orElse(null)))
                    .map(Explainer::ended));
  }

  private static JobId id(Row row) {
    return new JobId(row.getUUID(0));
  }

  private static byte[] body(Row row) {
    return row.getBuffer(1).getBytes();
  }
}
