package io.longshore.standalone.world.node;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process group that runs under a watcher's eye (see {@link Processes}). */
public final class RunningProcess {

  /** How long after the end output is waited for that an escaped program might still hold open. */
  private static final long OUTPUT_GRACE_SECONDS = 2;

  private static final int CHUNK = 16 << 10;

  private final Process process;
  private final CriLog log;
  private final Promise<Integer> exit = Promise.promise();
  private final CompletableFuture<Void> outputRead = new CompletableFuture<>();

  RunningProcess(Process process, CriLog log, Context context) {
    this.process = process;
    this.log = log;
    process
        .onExit()
        .thenCompose(
            _ -> {
              // The JDK closes the pipe too, but only after it has drained an output that what the
              // program left behind may still hold open; and that ends by this very closing.
              abandon();
              return outputRead.completeOnTimeout(null, OUTPUT_GRACE_SECONDS, TimeUnit.SECONDS);
            })
        .thenRun(
            () -> {
              log.finish();
              context.runOnContext(_ -> exit.tryComplete(process.exitValue()));
            });
  }

  /** The process's id, which is its group's too. */
  public long pid() {
    return process.pid();
  }

  /**
   * The exit code, 128 and the signal's number where a signal ended it, once output is complete.
   */
  public Future<Integer> exit() {
    return exit.future();
  }

  /** Sends a signal, such as TERM or KILL, to the whole group; nothing happens if it has ended. */
  public void signal(String name) {
    OutputStream pipe = process.getOutputStream();
    try {
      pipe.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      // The watcher is gone, and with it the group.
      process.destroyForcibly();
    }
  }

  /** Closes the pipe, upon which the watcher kills the group. */
  void abandon() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      process.destroyForcibly();
    }
  }

  void pumpOutput() {
    Thread.ofPlatform().daemon().name("output-" + process.pid()).start(this::pump);
  }

  private void pump() {
    byte[] chunk = new byte[CHUNK];
    try (InputStream output = process.getInputStream()) {
      for (int n = output.read(chunk); n >= 0; n = output.read(chunk)) {
        log.append(chunk, n);
      }
    } catch (IOException e) {
      // The stream was closed under us: there is no more output to keep.
    } finally {
      outputRead.complete(null);
    }
  }
}
