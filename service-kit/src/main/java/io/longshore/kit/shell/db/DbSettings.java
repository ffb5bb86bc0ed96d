package io.longshore.kit.shell.db;

/**
 * Where a service's schema is.
 *
 * @param url postgresql://host:port/database, PostgreSQL 17 or later
 * @param user the role
 * @param password its password
 * @param schema the service's own schema, made by its migrations
 * @param writers most connections that commit rounds
 * @param sweepers most connections for recovery and sweeps
 */
public record DbSettings(
    String url, String user, String password, String schema, int writers, int sweepers) {

  /** Refuses a schema name that would need quoting, and empty pools. */
  public DbSettings {
    if (!schema.matches("[a-z_][a-z0-9_]*")) {
      throw new IllegalArgumentException("schema names are lower case words, got " + schema);
    }
    if (writers < 3 || sweepers < 1) {
      throw new IllegalArgumentException("at least 3 writers and 1 sweeper");
    }
  }

  /** Eight writers, four sweepers. */
  public static DbSettings of(String url, String user, String password, String schema) {
    return new DbSettings(url, user, password, schema, 8, 4);
  }

  @Override
  public String toString() {
    return url + " schema " + schema + " as " + user;
  }
}
