package io.longshore.simulation;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs many seeds, a thread each, and says how far it is and what broke. */
final class Explorer {

  private static final int LINES = 60;
  private static final int SHRINKS = 6;
  private static final double NANOS = 1e9;
  private static final double HOUR = 3_600_000;

  private static final OperatingSystemMXBean CPU =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final int SECONDS_ON_A_TERMINAL = 5;
  private static final int SECONDS_IN_A_LOG = 15;

  private final Options options;
  private final PrintStream out;
  private final ArrayDeque<Plan> todo = new ArrayDeque<>();
  private final long startedAt = System.nanoTime();
  private final int every;
  private Optional<Failure> failure = Optional.empty();
  private long next;
  private long left;
  private int done;
  private int under;
  private long events;
  private long attempts;
  private double hours;
  private long saidAt = System.nanoTime();

  /** A plan that broke a promise. */
  private record Failure(Plan plan, Broken broken) {}

  Explorer(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
    var console = System.console();
    every = console != null && console.isTerminal() ? SECONDS_ON_A_TERMINAL : SECONDS_IN_A_LOG;
    if (options.ci()) {
      todo.addAll(SeedList.read());
      next = options.firstOfCommit();
      out.printf(
          "%d seeds of seeds.txt, then from %d, for %.1f minutes%n",
          todo.size(), next, options.minutes());
    } else {
      next = options.from();
    }
    left = options.seeds();
  }

  /** Whether all promises held. */
  boolean explore() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    int count = options.single() ? 1 : Math.max(1, options.threads());
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofPlatform().name("sim-" + i).start(this::work));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    say(true);
    failure.map(this::shrunk).ifPresent(this::tell);
    return failure.isEmpty();
  }

  private void work() {
    for (Optional<Plan> plan = take(); plan.isPresent(); plan = take()) {
      var found = run(plan.get());
      synchronized (this) {
        under--;
        done++;
        if (found.isPresent() && failure.isEmpty()) {
          failure = found;
        }
        say(false);
      }
    }
  }

  private synchronized Optional<Plan> take() {
    boolean late =
        options.minutes() > 0
            && todo.isEmpty()
            && System.nanoTime() - startedAt > options.minutes() * 60 * NANOS;
    if (failure.isPresent() || late || (todo.isEmpty() && left <= 0)) {
      return Optional.empty();
    }
    under++;
    if (!todo.isEmpty()) {
      return Optional.of(todo.poll());
    }
    left--;
    return Optional.of(options.plan(next++));
  }

  private Optional<Failure> run(Plan plan) {
    var simulation = new Simulation(plan);
    try {
      var result = simulation.run();
      synchronized (this) {
        events += result.events();
        attempts += result.attempts();
        hours += plan.millis() / HOUR;
        if (options.single()) {
          out.printf(
              "seed %d: %d jobs, %d attempts, %d events, rest after %.1f virtual minutes, hash"
                  + " %x%n",
              plan.seed(),
              result.jobs(),
              result.attempts(),
              result.events(),
              result.millis() / 60_000.0,
              result.hash());
        }
      }
      return Optional.empty();
    } catch (Broken e) {
      return Optional.of(new Failure(plan, e));
    } catch (RuntimeException e) {
      return Optional.of(new Failure(plan, new Broken("nothing throws", e)));
    }
  }

  private void say(boolean last) {
    long now = System.nanoTime();
    if (!last && now - saidAt < every * NANOS) {
      return;
    }
    saidAt = now;
    double seconds = (now - startedAt) / NANOS;
    out.printf(
        "%d seeds%s, %.1f cluster-hours, %d attempts in %.0f s: %.1f cluster-hours a minute, %.0f"
            + " events a second, %.1f s of CPU a cluster-hour%n",
        done,
        under > 0 ? " and " + under + " under way" : "",
        hours,
        attempts,
        seconds,
        hours / seconds * 60,
        events / seconds,
        hours > 0 ? CPU.getProcessCpuTime() / NANOS / hours : 0);
  }

  /** The same break with fewer kinds of faults, where one run each finds it. */
  private Failure shrunk(Failure found) {
    out.printf(
        "seed %d broke %s; looking for less that breaks it%n",
        found.plan().seed(), found.broken().promise());
    var least = found;
    int tries = 0;
    for (Faults.Kind kind : Faults.Kind.values()) {
      if (least.plan().faults().contains(kind) && tries++ < SHRINKS) {
        least = smaller(least, least.plan().without(kind));
      }
    }
    return least;
  }

  private Failure smaller(Failure found, Plan plan) {
    return run(plan)
        .filter(again -> again.broken().promise().equals(found.broken().promise()))
        .orElse(found);
  }

  /** The same run once more, and this time what happens is kept. */
  private static List<String> history(Failure found) {
    var again = new Simulation(found.plan());
    again.remember();
    try {
      again.run();
      return List.of("it does not break again: this run is no function of its seed");
    } catch (Broken e) {
      return again.history(e, LINES);
    } catch (RuntimeException e) {
      return again.history(new Broken("nothing throws", e), LINES);
    }
  }

  private void tell(Failure found) {
    var plan = found.plan();
    out.println();
    out.println("BROKEN: " + found.broken().getMessage());
    if (found.broken().getCause() != null) {
      found.broken().getCause().printStackTrace(out);
    }
    var missing = Faults.all();
    missing.removeAll(plan.faults());
    var without = new StringBuilder();
    missing.forEach(kind -> without.append(" --without ").append(kind));
    out.printf(
        "seed %d, replay with: ./longshore sim --seed %d --jobs %d --hours %s%s%n%n",
        plan.seed(), plan.seed(), plan.jobs(), plan.millis() / HOUR, without);
    history(found).forEach(out::println);
  }
}
