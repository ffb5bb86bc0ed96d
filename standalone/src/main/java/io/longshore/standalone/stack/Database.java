package io.longshore.standalone.stack;

import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.process.Command;
import io.longshore.standalone.process.Guarded;
import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.Ports.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A real PostgreSQL with durable settings: database {@code longshore}, and a schema of its own for
 * each service, owned by a role of the same name.
 */
public final class Database {

  /** The database's name. */
  public static final String NAME = "longshore";

  private static final String SUPERUSER = "postgres";
  private static final int PASSWORD_BYTES = 16;

  private final DataFolder data;
  private final Ports ports;
  private final Supervised supervised;

  /** Nothing runs before it is started. */
  public Database(DataFolder data, Ports ports, Announcer announcer) {
    this.data = data;
    this.ports = ports;
    // INT is PostgreSQL's "fast" stop: sessions are ended, the checkpoint is written.
    this.supervised = new Supervised("database", this::command, this::ask, "INT", announcer);
  }

  /** The server's process. */
  public Supervised process() {
    return supervised;
  }

  /** The password of all roles: the file that holds it is the user's alone. */
  public String password() {
    var file = data.folder("database").resolve("password");
    try {
      if (!Files.exists(file)) {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, HexFormat.of().formatHex(bytes));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the database and what is missing of the schemas; the server must be ready. */
  public void create(List<String> schemas) {
    try {
      try (var connection = connect("postgres")) {
        if (missing(connection, "select 1 from pg_database where datname = '" + NAME + "'")) {
          run(connection, "create database " + NAME);
        }
      }
      try (var connection = connect(NAME)) {
        for (var schema : schemas) {
          createSchema(connection, schema);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot prepare the database", e);
    }
  }

  /** A connection as superuser. */
  public Connection connect(String database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", password());
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "20");
    return DriverManager.getConnection(
        "jdbc:postgresql://" + ports.address(Listener.DATABASE) + "/" + database, properties);
  }

  private void createSchema(Connection connection, String schema) throws SQLException {
    if (missing(connection, "select 1 from pg_roles where rolname = '" + schema + "'")) {
      run(connection, "create role " + schema + " login password '" + password() + "'");
    }
    run(connection, "create schema if not exists " + schema + " authorization " + schema);
    run(connection, "alter role " + schema + " set search_path = " + schema);
  }

  private static boolean missing(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return !rows.next();
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void ask() throws SQLException {
    connect("postgres").close();
  }

  private Command command() {
    var folder = data.folder("database");
    var cluster = folder.resolve("cluster");
    var programs = PostgresBinaries.folder().resolve("bin");
    if (!Files.exists(cluster.resolve("PG_VERSION"))) {
      initialise(programs, folder);
    }
    StalePostmaster.forget(cluster);
    var configuration =
        Template.of("postgresql.conf")
            .with(Map.of("port", "" + ports.of(Listener.DATABASE)))
            .write(folder);
    return unprivileged(
        programs.resolve("postgres"),
        "-D",
        cluster.toString(),
        "-c",
        "config_file=" + configuration,
        "-c",
        "hba_file=" + cluster.resolve("pg_hba.conf"));
  }

  /**
   * Makes the cluster aside and moves it into place, so that a kill leaves none that is half made.
   */
  private void initialise(Path programs, Path folder) {
    var password = password();
    var half = folder.resolve("initialising");
    DataFolder.delete(half);
    var command =
        unprivileged(
            programs.resolve("initdb"),
            "--pgdata=" + half,
            "--username=" + SUPERUSER,
            "--auth=scram-sha-256",
            "--pwfile=" + folder.resolve("password"),
            "--encoding=UTF8",
            "--locale=C",
            "--no-instructions");
    try (var initdb = Guarded.start(command)) {
      int code = initdb.exit().join();
      if (code != 0 || password.isEmpty()) {
        throw new IllegalStateException(
            "initdb ended with exit code " + code + ", see " + command.log());
      }
      Files.move(half, folder.resolve("cluster"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * PostgreSQL refuses to run as root. In a new user namespace without a mapping, root's files
   * belong to the same nameless user that the server then is.
   */
  private Command unprivileged(Path program, String... arguments) {
    var words = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      words.addAll(List.of("unshare", "--user"));
    }
    words.add(program.toString());
    words.addAll(List.of(arguments));
    return new Command(
        "database",
        words,
        Environments.sealed(data.folder("home")),
        data.folder("database"),
        data.log("database"));
  }
}
