package io.longshore.kit.shell.db;

import com.google.protobuf.ByteString;
import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A transaction on a connection of the Vert.x client. */
record PgTx(SqlConnection connection) implements Tx {

  @Override
  public Uni<RowSet<Row>> query(String sql, Object... parameters) {
    if (parameters.length == 0) {
      return connection.preparedQuery(sql).execute();
    }
    Object[] bound = Arrays.stream(parameters).map(PgTx::bind).toArray();
    return connection
        .preparedQuery(sql)
        .execute(Tuple.newInstance(io.vertx.sqlclient.Tuple.wrap(bound)));
  }

  /** The client knows OffsetDateTime for timestamptz, the suite speaks Instant. */
  private static @Nullable Object bind(@Nullable Object parameter) {
    return switch (parameter) {
      // A filter that is not asked for is null in SQL.
      case null -> null;
      case Instant at -> at.atOffset(ZoneOffset.UTC);
      case Instant[] many ->
          Arrays.stream(many).map(at -> at.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
      case io.vertx.mutiny.core.buffer.Buffer buffer -> buffer.getDelegate();
      case byte[] bytes -> io.vertx.core.buffer.Buffer.buffer(bytes);
      case ByteString bytes -> io.vertx.core.buffer.Buffer.buffer(bytes.toByteArray());
      case ByteString[] many ->
          Arrays.stream(many)
              .map(bytes -> io.vertx.core.buffer.Buffer.buffer(bytes.toByteArray()))
              .toArray(io.vertx.core.buffer.Buffer[]::new);
      default -> parameter;
    };
  }
}
