package io.longshore.kit.shell.db;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Tells a database in trouble from a statement that it will never accept. */
public final class SqlFaults {

  private static final String TRANSACTION_TIMEOUT = "25P04";
  private static final Set<String> REFUSALS = Set.of("22", "23", "42", "P0");

  private SqlFaults() {}

  /**
   * Whether the database refused what it was asked, so that asking again is of no use: data that
   * does not fit (22), a broken constraint (23), a wrong statement (42), a raised exception (P0).
   */
  public static boolean refused(Throwable failure) {
    return bare(failure) instanceof PgException pg
        && pg.getSqlState() != null
        && REFUSALS.contains(pg.getSqlState().substring(0, 2));
  }

  /** Whether the transaction took longer than writers may. */
  public static boolean tooLong(Throwable failure) {
    return bare(failure) instanceof PgException pg && TRANSACTION_TIMEOUT.equals(pg.getSqlState());
  }

  /** Whether the failure came from the database or the way to it, not from a program. */
  public static boolean ofDatabase(Throwable failure) {
    return switch (bare(failure)) {
      case VertxException _, NoStackTraceThrowable _, IOException _ -> true;
      case TimeoutException _, io.smallrye.mutiny.TimeoutException _ -> true;
      default -> false;
    };
  }

  /** Whether the database is in trouble or away: asking later may help. */
  public static boolean passing(Throwable failure) {
    return ofDatabase(failure) && !refused(failure);
  }

  private static Throwable bare(Throwable failure) {
    Throwable inner = failure;
    while (inner instanceof CompletionException && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
