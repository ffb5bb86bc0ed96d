package io.longshore.kit.shell.db;

import com.google.protobuf.ByteString;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.wire.Advance;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;

/** Inputs of one scope that made a step fail, until an operator has decided about them. */
public final class QuarantineTable {

  private static final String ADD =
      """
      insert into kit_quarantine (scope, source, number, body, reason)
      values ($1, $2, $3, $4, $5)
      """;

  private static final String DECIDED =
      """
      select id, source, number, body, reason, verdict from kit_quarantine
       where scope = $1 and verdict is not null order by id limit 100
      """;

  private final String scope;

  /** The rows of {@code scope}. */
  public QuarantineTable(String scope) {
    this.scope = scope;
  }

  /** What an operator may decide. */
  public enum Verdict {
    /** Give it to the program again. */
    REPLAY,
    /** Let the program give up what it was about. */
    FAIL
  }

  /** A message that an operator has decided about. */
  public record Decided(
      long id, StreamId stream, long number, ByteString body, String reason, Verdict verdict) {}

  /** The oldest rows that an operator has decided about. */
  public Uni<List<Decided>> decided(Tx tx) {
    return tx.rows(DECIDED, scope).map(rows -> rows.stream().map(QuarantineTable::row).toList());
  }

  private static Decided row(Row row) {
    return new Decided(
        row.getLong("id"),
        StreamId.parse(row.getString("source")),
        row.getLong("number"),
        ByteString.copyFrom(row.getBuffer("body").getBytes()),
        row.getString("reason"),
        row.getString("verdict").equals("replay") ? Verdict.REPLAY : Verdict.FAIL);
  }

  /** Puts an input aside. */
  Uni<Void> add(Tx tx, Advance.Quarantined input) {
    return tx.update(ADD, scope, input.source(), input.number(), input.body(), input.reason())
        .replaceWithVoid();
  }

  /** A decision was carried out, or could not be. */
  Uni<Void> resolve(Tx tx, Advance.Resolved row) {
    var sql =
        row.gone()
            ? "delete from kit_quarantine where id = $1"
            : "update kit_quarantine set verdict = null where id = $1";
    return tx.update(sql, row.id()).replaceWithVoid();
  }
}
