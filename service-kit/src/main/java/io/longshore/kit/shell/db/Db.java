package io.longshore.kit.shell.db;

import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Connections to a service's schema. Writers' connections let no transaction live longer than 5 s
 * and none idle that long, so that a paused process cannot hold up its successor by a row lock;
 * sweepers' connections, for recovery and sweeps, are without.
 */
public final class Db implements AutoCloseable {

  private static final String TRANSACTION_LIMIT_MS = "5000";

  /** A writer's connection that says nothing for so long is dead: its statements end by then. */
  private static final int WRITER_SILENCE_SECONDS = 10;

  private final Pool writers;
  private final Pool sweepers;

  /** Opens nothing yet: connections are made when first needed. */
  public Db(Vertx vertx, DbSettings settings) {
    PgConnectOptions writer =
        options(settings)
            .addProperty("idle_in_transaction_session_timeout", TRANSACTION_LIMIT_MS)
            .addProperty("transaction_timeout", TRANSACTION_LIMIT_MS);
    writer.setIdleTimeout(WRITER_SILENCE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
    PgConnectOptions sweeper = options(settings);
    sweeper.addProperty(
        "application_name", sweeper.getProperties().get("application_name") + " sweep");
    this.writers = pool(vertx, writer, settings.writers());
    this.sweepers = pool(vertx, sweeper, settings.sweepers());
  }

  private static PgConnectOptions options(DbSettings settings) {
    var options = PgConnectOptions.fromUri(settings.url());
    options.setUser(settings.user()).setPassword(settings.password());
    options.addProperty("search_path", settings.schema());
    if (!settings.url().contains("application_name=")) {
      options.addProperty("application_name", "longshore " + settings.schema());
    }
    options.setCachePreparedStatements(true);
    options.setTcpKeepAlive(true).setConnectTimeout(5_000);
    return options;
  }

  private static Pool pool(Vertx vertx, PgConnectOptions connect, int size) {
    var bounds = new PoolOptions().setMaxSize(size).setConnectionTimeout(5);
    bounds.setConnectionTimeoutUnit(TimeUnit.SECONDS).setMaxWaitQueueSize(1_000);
    return Pool.newInstance(
        PgBuilder.pool().with(bounds).connectingTo(connect).using(vertx.getDelegate()).build());
  }

  /** Runs one transaction of at most 5 s that commits when {@code work} succeeds. */
  public <T> Uni<T> write(Function<Tx, Uni<T>> work) {
    return writers.withTransaction(connection -> work.apply(new PgTx(connection)));
  }

  /** Runs one transaction without a time limit: recovery, sweeps, reads. */
  public <T> Uni<T> sweep(Function<Tx, Uni<T>> work) {
    return sweepers.withTransaction(connection -> work.apply(new PgTx(connection)));
  }

  /** Runs one statement without a transaction around it: reads of a moment. */
  public <T> Uni<T> read(Function<Tx, Uni<T>> work) {
    return sweepers.withConnection(connection -> work.apply(new PgTx(connection)));
  }

  @Override
  public void close() {
    writers.closeAndForget();
    sweepers.closeAndForget();
  }
}
