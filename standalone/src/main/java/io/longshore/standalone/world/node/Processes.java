package io.longshore.standalone.world.node;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts local processes that die with the world, for whatever reason it dies.
 *
 * <p>Each program is the leader of a session of its own. Beside it sits a watcher, a shell in the
 * same process group that reads a pipe which only the world holds: a line is a signal to send to
 * the group, and the pipe's end, which the kernel makes even of a {@code kill -9} of the world, is
 * the order to kill the whole group. So the group's number cannot be reused under a signal, and
 * what a program leaves behind when it exits goes too, as it would with a container. A program that
 * moves to another session escapes.
 */
public final class Processes implements AutoCloseable {

  /** Three at once keep two cores busy; more only queue inside the kernel. */
  private static final int STARTERS = 3;

  private static final String GUARD =
      """
      exec 3<&0 </dev/null
      ( trap "" HUP INT QUIT TERM
        ( while read -r signal <&3; do kill -s "$signal" -- "-$$"; done
          kill -s KILL -- "-$$" ) >/dev/null 2>&1 & )
      exec "$@" 3<&-
      """;

  private final Context context;
  private final ExecutorService starters =
      Executors.newFixedThreadPool(
          STARTERS, Thread.ofPlatform().daemon().name("start-", 0).factory());
  private final Set<RunningProcess> running = ConcurrentHashMap.newKeySet();
  private final Sweeper sweeper;

  /**
   * What to run.
   *
   * @param machine the machine that it runs on
   * @param argv the program, already found, and its arguments
   * @param environment the whole environment
   * @param directory where it starts
   */
  public record Command(
      String machine, List<String> argv, Map<String, String> environment, Path directory) {
    /** Copies what it is given. */
    public Command {
      argv = List.copyOf(argv);
      environment = Map.copyOf(environment);
    }
  }

  /** Starts on threads of its own; all futures complete on the context. */
  public Processes(Context context) throws IOException {
    this.context = context;
    this.sweeper = Sweeper.start();
  }

  /** Starts a program whose output, both streams together, goes to a log. */
  public Future<RunningProcess> start(Command command, CriLog log) {
    Promise<RunningProcess> promise = Promise.promise();
    starters.execute(
        () -> {
          try {
            RunningProcess process = launch(command, log);
            context.runOnContext(_ -> promise.complete(process));
          } catch (IOException | RuntimeException e) {
            context.runOnContext(_ -> promise.fail(e));
          }
        });
    return promise.future();
  }

  /** Kills what has escaped from a machine's processes; takes a look at each process there is. */
  void sweep(String machine) {
    sweeper.sweep(machine);
  }

  /** How many processes run. */
  public int count() {
    return running.size();
  }

  /** Kills all that runs. */
  @Override
  public void close() {
    starters.shutdown();
    running.forEach(RunningProcess::abandon);
    sweeper.close();
  }

  private RunningProcess launch(Command command, CriLog log) throws IOException {
    var argv = new ArrayList<>(List.of("setsid", "/bin/sh", "-c", GUARD, "guard"));
    argv.addAll(command.argv());
    var builder = new ProcessBuilder(argv).directory(command.directory().toFile());
    builder.redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    builder.environment().put(Sweeper.VARIABLE, sweeper.mark(command.machine()));
    Process process = builder.start();
    var handle = new RunningProcess(process, log, context);
    running.add(handle);
    handle.exit().onComplete(_ -> running.remove(handle));
    handle.pumpOutput();
    return handle;
  }
}
