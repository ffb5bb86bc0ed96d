package io.longshore.kit.shell.db;

import io.vertx.pgclient.PgException;

/** Tells a database in trouble from a statement that it will never accept. */
public final class SqlFaults {

  private static final String TRANSACTION_TIMEOUT = "25P04";

  private SqlFaults() {}

  /**
   * Whether the database refused what it was asked, so that asking again is of no use: data that
   * does not fit (22), a broken constraint (23), a wrong statement (42), a raised exception (P0).
   */
  public static boolean refused(Throwable failure) {
    return failure instanceof PgException pg
        && pg.getSqlState() != null
        && (pg.getSqlState().startsWith("22")
            || pg.getSqlState().startsWith("23")
            || pg.getSqlState().startsWith("42")
            || pg.getSqlState().startsWith("P0"));
  }

  /** Whether the transaction took longer than writers may. */
  public static boolean tooLong(Throwable failure) {
    return failure instanceof PgException pg && TRANSACTION_TIMEOUT.equals(pg.getSqlState());
  }

  /** Whether the failure came from the database or the way to it, not from a program. */
  public static boolean ofDatabase(Throwable failure) {
    return failure instanceof io.vertx.sqlclient.DatabaseException
        || failure instanceof io.vertx.core.VertxException
        || failure instanceof io.vertx.core.impl.NoStackTraceThrowable
        || failure instanceof java.io.IOException
        || failure instanceof java.util.concurrent.TimeoutException
        || failure instanceof io.smallrye.mutiny.TimeoutException;
  }
}
