package io.longshore.scheduler.shell.db;

import io.longshore.kit.shell.Tx;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.round.Cell;
import io.longshore.scheduler.core.round.Change;
import io.longshore.scheduler.wire.HoldRows;
import io.longshore.scheduler.wire.HostRows;
import io.longshore.scheduler.wire.JobRows;
import io.longshore.scheduler.wire.LaunchRows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Rebuilds a cell from its rows, a page at a time: what is kept in memory is the cell alone. */
public final class Recovery {
  private static final int PAGE = 10_000;
  private static final UUID FIRST = new UUID(0, 0);

  private final Tx tx;
  private final Cell cell;

  public Recovery(Tx tx, Cell cell) {
    this.tx = tx;
    this.cell = cell;
  }

  /** Everything, in the order that {@link Cell#replay} asks for. */
  public Uni<Void> load() {
    return keyed(
            "environment",
            (key, body) -> new Change.EnvironmentPut(HostRows.readEnvironment(key, body)))
        .chain(
            () ->
                keyed(
                    "supply", (key, body) -> new Change.SupplyPut(HostRows.readSupply(key, body))))
        .chain(
            () -> keyed("queue", (key, body) -> new Change.QueuePut(HostRows.readQueue(key, body))))
        .chain(
            () ->
                keyed(
                    "instance",
                    (key, body) -> new Change.InstancePut(HostRows.readInstance(key, body))))
        .chain(() -> keyed("node", (key, body) -> new Change.NodePut(HostRows.readNode(key, body))))
        .chain(() -> arrays(FIRST))
        .chain(() -> jobs(FIRST, Integer.MIN_VALUE))
        .chain(() -> launches(FIRST, Integer.MIN_VALUE, 0))
        .chain(() -> keyed("hold", (key, body) -> new Change.HoldPut(HoldRows.read(key, body))))
        .invoke(cell::recovered);
  }

  private interface Reader {
    Change read(String key, byte[] body);
  }

  private Uni<Void> keyed(String table, Reader reader) {
    return keyed(table, reader, "");
  }

  private Uni<Void> keyed(String table, Reader reader, String after) {
    var sql = "select key, body from " + table + " where key > $1 order by key limit " + PAGE;
    return page(
        tx.rows(sql, after),
        row -> cell.replay(reader.read(row.getString(0), bytes(row, 1))),
        last -> keyed(table, reader, last.getString(0)));
  }

  private Uni<Void> arrays(UUID after) {
    var sql =
        "select job_id, version, body from array_job where hot and job_id > $1 order by job_id"
            + " limit "
            + PAGE;
    return page(
        tx.rows(sql, after),
        row -> {
          var id = new JobId(row.getUUID(0));
          var array = JobRows.readArray(id, row.getLong(1), bytes(row, 2));
          cell.replay(new Change.ArrayPut(array));
        },
        last -> arrays(last.getUUID(0)));
  }

  private Uni<Void> jobs(UUID after, int child) {
    var sql =
        """
        select job_id, child, version, body from job
        where hot and (job_id, child) > ($1, $2) order by job_id, child limit\
        """
            + " "
            + PAGE;
    return page(
        tx.rows(sql, after, child),
        row -> {
          var key = new JobKey(new JobId(row.getUUID(0)), row.getInteger(1));
          var parents = key.isChild() ? cell.spec(key.id()) : null;
          var job = JobRows.readJob(key, row.getLong(2), bytes(row, 3), parents);
          cell.replay(new Change.JobPut(job));
        },
        last -> jobs(last.getUUID(0), last.getInteger(1)));
  }

  private Uni<Void> launches(UUID after, int child, int number) {
    var sql =
        """
        select job_id, child, number, body from launch
        where (job_id, child, number) > ($1, $2, $3) order by job_id, child, number limit\
        """
            + " "
            + PAGE;
    return page(
        tx.rows(sql, after, child, number),
        row -> {
          var key = new JobKey(new JobId(row.getUUID(0)), row.getInteger(1));
          var launch = LaunchRows.read(new LaunchId(key, row.getInteger(2)), bytes(row, 3));
          cell.replay(new Change.LaunchPut(launch));
        },
        last -> launches(last.getUUID(0), last.getInteger(1), last.getInteger(2)));
  }

  private static Uni<Void> page(
      Uni<List<Row>> page, Consumer<Row> each, Function<Row, Uni<Void>> next) {
    return page.chain(
        rows -> {
          rows.forEach(each);
          return rows.size() < PAGE ? Uni.createFrom().voidItem() : next.apply(rows.getLast());
        });
  }

  private static byte[] bytes(Row row, int column) {
    return row.getBuffer(column).getBytes();
  }
}
