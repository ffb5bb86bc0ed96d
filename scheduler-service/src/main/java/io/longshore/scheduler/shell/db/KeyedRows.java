package io.longshore.scheduler.shell.db;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Rows of the tables that are a key and a body. */
final class KeyedRows {
  private static final class Table {
    final List<String> keys = new ArrayList<>();
    final List<Buffer> bodies = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();
  }

  private final Map<String, Table> tables = new TreeMap<>();

  void put(String table, String key, byte[] body) {
    var rows = tables.computeIfAbsent(table, _ -> new Table());
    rows.keys.add(key);
    rows.bodies.add(Buffer.buffer(body));
  }

  void drop(String table, String key) {
    tables.computeIfAbsent(table, _ -> new Table()).dropped.add(key);
  }

  void each(BiConsumer<String, Object[]> statement) {
    tables.forEach(
        (name, rows) -> {
          if (!rows.keys.isEmpty()) {
            statement.accept(
                """
                insert into %s (key, body) select * from unnest($1::text[], $2::bytea[])
                on conflict (key) do update set body = excluded.body
                """
                    .formatted(name),
                new Object[] {
                  rows.keys.toArray(String[]::new), rows.bodies.toArray(Buffer[]::new)
                });
          }
          if (!rows.dropped.isEmpty()) {
            statement.accept(
                "delete from " + name + " where key = any($1)",
                new Object[] {rows.dropped.toArray(String[]::new)});
          }
        });
  }
}
