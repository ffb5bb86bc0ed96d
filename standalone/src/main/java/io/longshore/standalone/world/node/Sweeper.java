package io.longshore.standalone.world.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Finds processes that have left their session by a mark that all of them inherit in their
 * environment. Beside the world stands a shell of its own session that does the same once the pipe
 * that the world holds is closed: nothing that carries the mark outlives the world.
 */
final class Sweeper implements AutoCloseable {

  /** The mark's variable: the world's own random word, a slash, and the machine's name. */
  static final String VARIABLE = "LONGSHORE_WORLD_HOST";

  /**
   * Looks until it has found nothing twice: between fork and exec a process does not carry the mark
   * yet.
   */
  private static final String SCRIPT =
      """
      exec 3<&0 </dev/null
      while read -r _ <&3; do :; done
      quiet=0
      for round in 1 2 3 4 5 6 7 8 9 10; do
        quiet=$((quiet + 1))
        for environ in $(grep -lzF "LONGSHORE_WORLD_HOST=$1/" /proc/[0-9]*/environ 2>/dev/null); do
          quiet=0
          process=${environ#/proc/}
          kill -s KILL "${process%/environ}" 2>/dev/null
        done
        [ "$quiet" -lt 2 ] || break
        sleep 0.5
      done
      """;

  /** More than the script's rounds take. */
  private static final int PATIENCE_SECONDS = 10;

  private final String word = UUID.randomUUID().toString();
  private Process shell;

  private Sweeper() {}

  static Sweeper start() throws IOException {
    var sweeper = new Sweeper();
    sweeper.shell =
        new ProcessBuilder(List.of("setsid", "/bin/sh", "-c", SCRIPT, "sweeper", sweeper.word))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return sweeper;
  }

  String mark(String machine) {
    return word + "/" + machine;
  }

  /** Kills what carries a machine's mark. */
  void sweep(String machine) {
    byte[] mark = (VARIABLE + "=" + mark(machine)).getBytes(StandardCharsets.UTF_8);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (carries(process.resolve("environ"), mark)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
              .ifPresent(ProcessHandle::destroyForcibly);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot look at the processes of " + machine, e);
    }
  }

  /** Returns once the shell has ended too: whoever stops the world in good order leaves nothing. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        shell.destroy();
      }
    } catch (IOException e) {
      shell.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      shell.destroy();
    }
  }

  private static boolean carries(Path environ, byte[] mark) {
    byte[] environment;
    try {
      environment = Files.readAllBytes(environ);
    } catch (IOException e) {
      // Gone meanwhile, or not ours.
      return false;
    }
    int from = 0;
    for (int i = 0; i <= environment.length; i++) {
      if (i == environment.length || environment[i] == 0) {
        if (Arrays.equals(environment, from, i, mark, 0, mark.length)) {
          return true;
        }
        from = i + 1;
      }
    }
    return false;
  }
}
