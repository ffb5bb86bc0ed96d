package io.longshore.kit.testing;

import io.longshore.kit.shell.db.DbSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL that tests start themselves: one server a JVM, durable as in production (fsync and
 * synchronous commits on), and a fresh schema for whoever asks.
 *
 * <p>In a {@code @QuarkusTest}: {@code @QuarkusTestResource(PostgresResource.class)}. In plain
 * JUnit: {@code DbSettings db = PostgresResource.migrated("schema")} in a {@code @BeforeAll}.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {

  private static final AtomicInteger COUNTER = new AtomicInteger();

  /** One server for the JVM; its shutdown hook ends it. */
  private static final class Server {
    static final EmbeddedPostgres INSTANCE = start();

    private static EmbeddedPostgres start() {
      Quiet.down();
      try {
        return EmbeddedPostgres.builder()
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("max_connections", "200")
            .setPGStartupWait(Duration.ofSeconds(60))
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The port of the JVM's server. */
  public static int port() {
    return Server.INSTANCE.getPort();
  }

  /** A new, empty database; gives its name. */
  public static String freshDatabase() {
    String name = "t" + ProcessHandle.current().pid() + "_" + COUNTER.incrementAndGet();
    try (var connection = connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return name;
  }

  /**
   * A JDBC connection to a database of the server, for what a test does behind the suite's back.
   */
  public static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(database), "postgres", "postgres");
  }

  /**
   * A fresh schema, its name beginning with {@code name}, as the service's migrations make it:
   * everything below {@code db} on the class path. Schemas of one JVM share a database, since files
   * are what takes the time.
   */
  public static DbSettings migrated(String name) {
    String schema = name + "_" + COUNTER.incrementAndGet();
    DbSettings settings = DbSettings.of(url("postgres"), "postgres", "postgres", schema);
    Flyway.configure()
        .dataSource("jdbc:" + settings.url(), settings.user(), settings.password())
        .locations("classpath:db")
        .schemas(schema)
        .defaultSchema(schema)
        .outOfOrder(true)
        .load()
        .migrate();
    return settings;
  }

  private static String url(String database) {
    return "postgresql://127.0.0.1:" + port() + "/" + database;
  }

  private static String jdbcUrl(String database) {
    return "jdbc:" + url(database);
  }

  /** Settings for a service under test; its own start migrates. */
  @Override
  public Map<String, String> start() {
    Map<String, String> config = new HashMap<>();
    config.put("quarkus.datasource.reactive.url", url(freshDatabase()));
    config.put("quarkus.datasource.username", "postgres");
    config.put("quarkus.datasource.password", "postgres");
    return config;
  }

  @Override
  public void stop() {}
}
