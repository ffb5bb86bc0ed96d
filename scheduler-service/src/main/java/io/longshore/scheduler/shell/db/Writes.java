package io.longshore.scheduler.shell.db;

import io.longshore.kit.shell.Tx;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.round.Change;
import io.longshore.scheduler.wire.CommandsWire.Payload;
import io.longshore.scheduler.wire.HoldRows;
import io.longshore.scheduler.wire.HostRows;
import io.longshore.scheduler.wire.JobRows;
import io.longshore.scheduler.wire.LaunchRows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * A step's rows, encoded once and written as often as the commit is repeated: each statement sets
 * rows by key, so twice is once.
 */
public final class Writes implements Function<Tx, Uni<Void>> {
  private static final String PUT_JOBS =
      """
      insert into job (job_id, child, version, hot, body)
      select * from unnest($1::uuid[], $2::int[], $3::bigint[], $4::boolean[], $5::bytea[])
      on conflict (job_id, child)
      do update set version = excluded.version, hot = excluded.hot, body = excluded.body
      """;
  private static final String PUT_ARRAYS =
      """
      insert into array_job (job_id, version, hot, body)
      select * from unnest($1::uuid[], $2::bigint[], $3::boolean[], $4::bytea[])
      on conflict (job_id)
      do update set version = excluded.version, hot = excluded.hot, body = excluded.body
      """;
  private static final String PUT_LAUNCHES =
      """
      insert into launch (job_id, child, number, body)
      select * from unnest($1::uuid[], $2::int[], $3::int[], $4::bytea[])
      on conflict (job_id, child, number) do update set body = excluded.body
      """;
  private static final String DROP_LAUNCHES =
      """
      delete from launch using unnest($1::uuid[], $2::int[], $3::int[]) as gone (job_id, child, number)
      where launch.job_id = gone.job_id and launch.child = gone.child and launch.number = gone.number
      """;
  private static final String PUT_PAYLOADS =
      """
      insert into payload (job_id, name, pod_template)
      select * from unnest($1::uuid[], $2::text[], $3::bytea[])
      on conflict (job_id) do nothing
      """;

  private record Statement(String sql, Object... parameters) {}

  private final List<Statement> statements = new ArrayList<>();

  /**
   * Encodes a step's changes.
   *
   * @param payloads of the jobs that the step took in
   */
  public Writes(List<Change> changes, Map<JobId, Payload> payloads) {
    var keyed = new KeyedRows();
    var jobs = new ArrayList<Change.JobPut>();
    var arrays = new ArrayList<Change.ArrayPut>();
    var launches = new ArrayList<Change.LaunchPut>();
    var launchesGone = new ArrayList<Change.LaunchGone>();
    var kept = new ArrayList<Payload>();
    var dropped = new ArrayList<UUID>();
    var forgotten = new ArrayList<UUID>();
    for (var change : changes) {
      switch (change) {
        case Change.JobPut put -> jobs.add(put);
        case Change.ArrayPut put -> arrays.add(put);
        case Change.JobGone(var id) -> forgotten.add(id.uuid());
        case Change.PayloadKept(var id) -> kept.add(payloads.get(id));
        case Change.PayloadGone(var id) -> dropped.add(id.uuid());
        case Change.LaunchPut put -> launches.add(put);
        case Change.LaunchGone gone -> launchesGone.add(gone);
        case Change.NodePut(var node) -> keyed.put("node", node.uid().uid(), HostRows.write(node));
        case Change.NodeGone(var uid) -> keyed.drop("node", uid.uid());
        case Change.InstancePut(var instance) ->
            keyed.put("instance", instance.id(), HostRows.write(instance));
        case Change.InstanceGone(var id) -> keyed.drop("instance", id);
        case Change.SupplyPut(var supply) ->
            keyed.put("supply", supply.environment().arn(), HostRows.write(supply));
        case Change.QueuePut(var queue) ->
            keyed.put("queue", queue.arn().arn(), HostRows.write(queue));
        case Change.QueueGone(var arn) -> keyed.drop("queue", arn.arn());
        case Change.EnvironmentPut(var environment) ->
            keyed.put("environment", environment.arn().arn(), HostRows.write(environment));
        case Change.HoldPut(var hold) -> keyed.put("hold", hold.source(), HoldRows.write(hold));
        case Change.HoldGone(var source) -> keyed.drop("hold", source);
        case Change.EnvironmentGone(var arn) -> {
          keyed.drop("environment", arn.arn());
          keyed.drop("supply", arn.arn());
        }
      }
    }
    jobs(jobs);
    arrays(arrays);
    launches(launches, launchesGone);
    payloads(kept, dropped);
    keyed.each((sql, parameters) -> statements.add(new Statement(sql, parameters)));
    forgotten(forgotten);
  }

  private void jobs(List<Change.JobPut> puts) {
    if (!puts.isEmpty()) {
      statements.add(
          new Statement(
              PUT_JOBS,
              puts.stream().map(p -> p.job().key().id().uuid()).toArray(UUID[]::new),
              puts.stream().map(p -> p.job().key().index()).toArray(Integer[]::new),
              puts.stream().map(p -> p.job().version()).toArray(Long[]::new),
              puts.stream().map(p -> !p.job().cold()).toArray(Boolean[]::new),
              puts.stream()
                  .map(p -> Buffer.buffer(JobRows.write(p.job())))
                  .toArray(Buffer[]::new)));
    }
  }

  private void arrays(List<Change.ArrayPut> puts) {
    if (!puts.isEmpty()) {
      statements.add(
          new Statement(
              PUT_ARRAYS,
              puts.stream().map(p -> p.array().id().uuid()).toArray(UUID[]::new),
              puts.stream().map(p -> p.array().version()).toArray(Long[]::new),
              puts.stream().map(p -> !p.array().cold()).toArray(Boolean[]::new),
              puts.stream()
                  .map(p -> Buffer.buffer(JobRows.write(p.array())))
                  .toArray(Buffer[]::new)));
    }
  }

  private void launches(List<Change.LaunchPut> puts, List<Change.LaunchGone> gone) {
    if (!puts.isEmpty()) {
      statements.add(
          new Statement(
              PUT_LAUNCHES,
              ids(puts.stream().map(p -> p.launch().id().job()).toList()),
              puts.stream().map(p -> p.launch().id().job().index()).toArray(Integer[]::new),
              puts.stream().map(p -> p.launch().id().number()).toArray(Integer[]::new),
              puts.stream()
                  .map(p -> Buffer.buffer(LaunchRows.write(p.launch())))
                  .toArray(Buffer[]::new)));
    }
    if (!gone.isEmpty()) {
      statements.add(
          new Statement(
              DROP_LAUNCHES,
              ids(gone.stream().map(g -> g.id().job()).toList()),
              gone.stream().map(g -> g.id().job().index()).toArray(Integer[]::new),
              gone.stream().map(g -> g.id().number()).toArray(Integer[]::new)));
    }
  }

  private static Object ids(List<JobKey> keys) {
    return keys.stream().map(k -> k.id().uuid()).toArray(UUID[]::new);
  }

  private void payloads(List<Payload> kept, List<UUID> dropped) {
    if (!kept.isEmpty()) {
      statements.add(
          new Statement(
              PUT_PAYLOADS,
              kept.stream().map(p -> p.job().uuid()).toArray(UUID[]::new),
              kept.stream().map(Payload::name).toArray(String[]::new),
              kept.stream()
                  .map(p -> Buffer.buffer(p.podTemplate().toByteArray()))
                  .toArray(Buffer[]::new)));
    }
    if (!dropped.isEmpty()) {
      statements.add(
          new Statement("delete from payload where job_id = any($1)", (Object) array(dropped)));
    }
  }

  private void forgotten(List<UUID> ids) {
    if (!ids.isEmpty()) {
      for (var table : List.of("job", "array_job", "payload")) {
        statements.add(
            new Statement("delete from " + table + " where job_id = any($1)", (Object) array(ids)));
      }
    }
  }

  private static UUID[] array(List<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }

  @Override
  public Uni<Void> apply(Tx tx) {
    var written = Uni.createFrom().voidItem();
    for (var statement : statements) {
      written =
          written.chain(() -> tx.query(statement.sql(), statement.parameters())).replaceWithVoid();
    }
    return written;
  }
}
