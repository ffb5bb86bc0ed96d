package io.longshore.kit.shell;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;

/**
 * One open transaction. Statements run one after another; parameters are {@code $1 …} of the
 * PostgreSQL client.
 */
public interface Tx {

  /**
   * Runs one statement. Arrays ({@code Long[]}, {@code String[]}, {@code Buffer[]} …) bind to
   * PostgreSQL arrays.
   */
  Uni<RowSet<Row>> query(String sql, Object... parameters);

  /** Runs one statement and gives the number of rows it changed. */
  default Uni<Integer> update(String sql, Object... parameters) {
    return query(sql, parameters).map(RowSet::rowCount);
  }

  /** Runs a select to its end and gives its rows. */
  default Uni<List<Row>> rows(String sql, Object... parameters) {
    return query(sql, parameters)
        .map(
            set -> {
              var list = new ArrayList<Row>(set.size());
              set.forEach(list::add);
              return List.copyOf(list);
            });
  }
}
