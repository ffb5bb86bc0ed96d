package io.longshore.standalone.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PostgreSQL's own pid file after a kill. The server refuses to start while the process that it
 * names is alive, and after a restart of the machine that may be anybody's process.
 */
final class StalePostmaster {

  private StalePostmaster() {}

  /** Deletes the pid file where the process in it is alive and not a PostgreSQL server. */
  static void forget(Path cluster) {
    var file = cluster.resolve("postmaster.pid");
    try {
      if (!Files.exists(file)) {
        return;
      }
      var pid = Files.readAllLines(file).getFirst().trim();
      var name = Path.of("/proc", pid, "comm");
      if (Files.exists(name) && !Files.readString(name).startsWith("postgres")) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
