package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Environments and queues. */
public final class RegistryTable {

  /** Kinds of rows. */
  public enum Kind {
    ENVIRONMENT(1),
    QUEUE(2);

    private final short number;

    Kind(int number) {
      this.number = (short) number;
    }
  }

  private static final String COLUMNS = "kind, name, arn, version, settings_version, gone, detail";

  /**
   * A row.
   *
   * @param gone deleted, and kept until all have heard of it
   * @param detail ComputeEnvironmentDetail or JobQueueDetail
   */
  public record Entry(
      Kind kind,
      String name,
      String arn,
      long version,
      long settingsVersion,
      boolean gone,
      byte[] detail) {

    /** The same row with what it holds replaced, at the same version. */
    public Entry with(byte[] other) {
      return new Entry(kind, name, arn, version, settingsVersion, gone, other);
    }
  }

  private RegistryTable() {}

  /** The next version: versions rise in commit order where the gate is held. */
  public static Uni<Long> nextVersion(Tx tx) {
    return tx.rows("select nextval('registry_version') as v")
        .map(rows -> rows.getFirst().getLong("v"));
  }

  /** All rows of a kind by name, gone ones included. */
  public static Uni<List<Entry>> all(Tx tx, Kind kind) {
    return tx.rows(
            "select " + COLUMNS + " from registry where kind = $1 order by name", kind.number)
        .map(RegistryTable::entries);
  }

  /** The rows of these names that are not gone. */
  public static Uni<List<Entry>> named(Tx tx, Kind kind, Collection<String> names) {
    return tx.rows(
            "select "
                + COLUMNS
                + " from registry where kind = $1 and name = any($2) and not gone order by name",
            kind.number,
            names.toArray(String[]::new))
        .map(RegistryTable::entries);
  }

  /** One row that is not gone. */
  public static Uni<Optional<Entry>> one(Tx tx, Kind kind, String name) {
    return named(tx, kind, List.of(name)).map(list -> list.stream().findFirst());
  }

  /** Rows behind a version, in its order. */
  public static Uni<List<Entry>> since(Tx tx, long version) {
    return tx.rows(
            "select " + COLUMNS + " from registry where version > $1 order by version", version)
        .map(RegistryTable::entries);
  }

  /** Writes a row. */
  public static Uni<Void> put(Tx tx, Entry entry) {
    return tx.update(
            """
            insert into registry (kind, name, arn, version, settings_version, gone, detail, gone_at)
            values ($1, $2, $3, $4, $5, $6, $7,
              case when $6 then (extract(epoch from clock_timestamp()) * 1000)::bigint end)
            on conflict (kind, name) do update set arn = excluded.arn, version = excluded.version,
              settings_version = excluded.settings_version, gone = excluded.gone, detail = excluded.detail,
              gone_at = excluded.gone_at
            """,
            entry.kind().number,
            entry.name(),
            entry.arn(),
            entry.version(),
            entry.settingsVersion(),
            entry.gone(),
            Buffer.buffer(entry.detail()))
        .replaceWithVoid();
  }

  /** Deletes the rows of what has been gone since before a time, in epoch milliseconds. */
  public static Uni<Integer> deleteGone(Tx tx, long before) {
    return tx.update("delete from registry where gone and gone_at < $1", before);
  }

  private static List<Entry> entries(List<Row> rows) {
    return rows.stream().map(RegistryTable::entry).toList();
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.getShort("kind") == Kind.ENVIRONMENT.number ? Kind.ENVIRONMENT : Kind.QUEUE,
        row.getString("name"),
        row.getString("arn"),
        row.getLong("version"),
        row.getLong("settings_version"),
        row.getBoolean("gone"),
        Rows.bytes(row, "detail"));
  }
}
