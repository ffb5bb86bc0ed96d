package io.longshore.standalone.system;

import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Has PostgreSQL itself note each row that is written in the services' schemas, and by which
 * process. What is rolled back leaves no note.
 */
record Audit(Connection connection) {

  private static final String PREPARE =
      """
      create schema audit;
      create table audit.note (at timestamptz not null, who text not null, what text not null);
      create function audit.note() returns trigger security definer language plpgsql as $$
      begin
        insert into audit.note values (
          clock_timestamp(), current_setting('application_name'),
          tg_op || ' ' || tg_table_schema || '.' || tg_table_name);
        return null;
      end $$;
      """;

  private static final String TABLES =
      "select schemaname || '.' || tablename from pg_tables where schemaname = '%s' order by 1";

  private static final String TRIGGER =
      "create trigger audit after insert or update or delete on %s"
          + " for each row execute function audit.note()";

  /** From now on writes are noted. */
  static Audit begin(Stack stack) throws SQLException {
    var connection = stack.connect();
    try (var statement = connection.createStatement()) {
      statement.execute(PREPARE);
      for (var service : Service.values()) {
        for (var table : strings(connection, TABLES.formatted(service.schema()))) {
          statement.execute(TRIGGER.formatted(table));
        }
      }
    }
    return new Audit(connection);
  }

  /** The database's clock, as text. */
  String now() throws SQLException {
    return strings(connection, "select clock_timestamp()::text").getFirst();
  }

  /** What a process has written since, each kind once. */
  List<String> written(String process, String since) throws SQLException {
    return strings(
        connection,
        "select distinct what from audit.note where at >= '%s' and who in ('%s', '%s sweep')"
            .formatted(since, process, process));
  }

  private static List<String> strings(Connection connection, String query) throws SQLException {
    var found = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}
