package io.longshore.standalone.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A process that ends when the process that started it does, however that ends.
 *
 * <p>The command runs in a session of its own under a few lines of shell whose standard input is a
 * pipe that we hold. The kernel closes the pipe when we die, even by SIGKILL, and the shell then
 * kills the command's process group: no pid file, nothing to clean up later. Needs {@code sh} and
 * util-linux's {@code setsid}.
 */
public final class Guarded implements AutoCloseable {

  private static final String GUARD = guard();

  private final Process guard;
  private final OutputStream pipe;
  private final long pid;

  private Guarded(Process guard, long pid) {
    this.guard = guard;
    this.pipe = guard.getOutputStream();
    this.pid = pid;
  }

  /**
   * Starts a command. Its standard output and error go to the command's log file.
   *
   * @throws UncheckedIOException where the guard itself cannot be started; a command that does not
   *     exist ends with code 127 instead
   */
  public static Guarded start(Command command) {
    var words =
        new ArrayList<>(List.of("setsid", "sh", "-c", GUARD, "guard", UUID.randomUUID() + ""));
    words.addAll(command.words());
    var builder = new ProcessBuilder(words).directory(command.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
    try {
      return started(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.name(), e);
    }
  }

  /** The command's process id, which is its process group's and session's too. */
  public long pid() {
    return pid;
  }

  /** Whether the command runs. */
  public boolean alive() {
    return guard.isAlive();
  }

  /** Completed with the exit code; 128 and the signal's number where a signal ended it. */
  public CompletableFuture<Integer> exit() {
    return guard.onExit().thenApply(Process::exitValue).whenComplete((code, thrown) -> close());
  }

  /**
   * Sends a signal to the command alone; nothing where it has ended.
   *
   * @param name without SIG, such as TERM
   */
  public void signal(String name) {
    try {
      pipe.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      // The guard is gone, and with it the command.
      close();
    }
  }

  /** Kills the command and everything it started. Returns at once. */
  @Override
  public void close() {
    try {
      pipe.close();
    } catch (IOException e) {
      // Only flushing can fail, and there is nothing to flush: the descriptor is closed.
      return;
    }
  }

  private static Guarded started(Process guard) throws IOException {
    try (BufferedReader output = guard.inputReader(StandardCharsets.US_ASCII)) {
      var line = output.readLine();
      if (line == null) {
        throw new IOException("the guard ended at once; are sh and setsid there?");
      }
      return new Guarded(guard, Long.parseLong(line));
    }
  }

  private static String guard() {
    try (InputStream script = Guarded.class.getResourceAsStream("guard.sh")) {
      if (script == null) {
        throw new IllegalStateException("guard.sh is missing from the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
