package io.longshore.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process that is started again when it dies, with growing pauses, until it is stopped. Says a
 * line at each change.
 */
public final class Supervised {

  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(100);

  private final String name;
  private final Supplier<Command> command;
  private final Probe probe;
  private final String stopSignal;
  private final Announcer announcer;
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final Object turn = new Object();
  private final Thread thread;

  private boolean stopping;
  private @Nullable Guarded current;
  private int starts;
  private Instant notBefore = Instant.EPOCH;

  /**
   * Nothing runs before {@link #start}.
   *
   * @param command made anew for each start, so that it can put its files in order first
   * @param probe whether it does its work
   * @param stopSignal what asks it to end in good order, without SIG
   */
  public Supervised(
      String name, Supplier<Command> command, Probe probe, String stopSignal, Announcer announcer) {
    this.name = name;
    this.command = command;
    this.probe = probe;
    this.stopSignal = stopSignal;
    this.announcer = announcer;
    this.thread = Thread.ofPlatform().daemon().name("supervise-" + name).unstarted(this::supervise);
  }

  /** Its name, as in the lines said. */
  public String name() {
    return name;
  }

  /** Starts it and goes on in the background. */
  public Supervised start() {
    thread.start();
    return this;
  }

  /**
   * Waits until it has been ready once.
   *
   * @throws IllegalStateException where it is not ready in time
   */
  public void awaitReady(Duration patience) {
    try {
      firstReady.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          name + " was not ready within " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** The process id of what runs now, 0 where nothing does. */
  public long pid() {
    synchronized (turn) {
      return current != null && current.alive() ? current.pid() : 0;
    }
  }

  /** How often it was started. */
  public int starts() {
    synchronized (turn) {
      return starts;
    }
  }

  /** Whether it answers its probe now. */
  public boolean ready() {
    if (pid() == 0) {
      return false;
    }
    try {
      probe.ask();
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  /** Kills it at once, as a crash would; it is started again. */
  public void kill() {
    signal("KILL");
  }

  /**
   * Kills it at once, and its machine with it: it is not started again before a while has passed.
   */
  public void kill(Duration away) {
    synchronized (turn) {
      notBefore = Instant.now().plus(away);
    }
    kill();
  }

  /** Asks it to end in good order; it is started again. */
  public void restart() {
    signal(stopSignal);
  }

  /**
   * Sends a signal to the process and to all that it has started; nothing where nothing runs.
   *
   * @param name without SIG: STOP and CONT, such as a machine does to all that it holds
   */
  public void signalAll(String name) {
    var pids = new ArrayList<String>();
    long pid = pid();
    if (pid == 0) {
      return;
    }
    ProcessHandle.of(pid)
        .ifPresent(
            handle ->
                Stream.concat(Stream.of(handle), handle.descendants())
                    .forEach(one -> pids.add("" + one.pid())));
    var words = new ArrayList<>(List.of("kill", "-s", name, "--"));
    words.addAll(pids);
    try {
      // What has ended meanwhile makes kill complain, and is right.
      new ProcessBuilder(words)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Waits until it has been started so often and is ready.
   *
   * @throws IllegalStateException where it is not in time
   */
  public void awaitStarted(int wanted, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (starts() < wanted || !ready()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name + " was not ready again within " + patience.toSeconds() + " s");
      }
      try {
        Thread.sleep(BETWEEN_QUESTIONS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for " + name, e);
      }
    }
  }

  /**
   * Sends a signal to the process alone; nothing where nothing runs.
   *
   * @param signal without SIG
   */
  public void signal(String signal) {
    synchronized (turn) {
      if (current != null) {
        current.signal(signal);
      }
    }
  }

  /** Ends it for good: asks first, and kills it after the patience given. */
  public void stop(Duration patience) {
    Guarded running;
    synchronized (turn) {
      stopping = true;
      running = current;
      turn.notifyAll();
    }
    if (running == null) {
      return;
    }
    running.signal(stopSignal);
    try {
      running.exit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      announcer.say(name, "did not stop in " + patience.toSeconds() + " s: killed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      running.close();
    }
  }

  private void supervise() {
    var backoff = new Backoff();
    try {
      while (true) {
        var begun = Instant.now();
        var process = begin();
        if (process == null) {
          return;
        }
        watch(process, begun);
        int code = process.exit().join();
        var lived = Duration.between(begun, Instant.now());
        if (!rest(code, longer(backoff.after(lived)))) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      announcer.say(name, "cannot be started: " + e.getMessage());
      firstReady.completeExceptionally(e);
    }
  }

  /** Starts one, unless it was stopped for good meanwhile. */
  private @Nullable Guarded begin() {
    var next = command.get();
    synchronized (turn) {
      if (stopping) {
        return null;
      }
      announcer.say(name, starts == 0 ? "starting" : "starting again");
      starts++;
      current = Guarded.start(next);
      return current;
    }
  }

  /** Returns once it is ready or has ended. */
  private void watch(Guarded process, Instant begun) throws InterruptedException {
    while (process.alive()) {
      try {
        probe.ask();
        if (process.alive()) {
          var took = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
          announcer.say(name, String.format(Locale.ROOT, "ready after %.1f s", took));
          firstReady.complete(null);
          return;
        }
      } catch (Exception notYet) {
        Thread.sleep(BETWEEN_QUESTIONS);
      }
    }
  }

  private Duration longer(Duration wait) {
    synchronized (turn) {
      var away = Duration.between(Instant.now(), notBefore);
      return away.compareTo(wait) > 0 ? away : wait;
    }
  }

  /** Waits before the next start; false where there is to be none. */
  private boolean rest(int code, Duration wait) throws InterruptedException {
    synchronized (turn) {
      if (stopping) {
        announcer.say(name, "stopped");
        return false;
      }
      announcer.say(name, "died (" + ending(code) + "), next start in " + wait.toMillis() + " ms");
      var until = System.nanoTime() + wait.toNanos();
      for (long left = wait.toNanos(); left > 0 && !stopping; left = until - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(turn, left);
      }
      return !stopping;
    }
  }

  private static String ending(int code) {
    return code > 128 ? "signal " + (code - 128) : "exit code " + code;
  }
}
