package io.longshore.standalone.chaos;

import io.longshore.standalone.demo.Wait;
import io.longshore.standalone.demo.WorldControl;
import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.Stack;
import io.longshore.standalone.world.fault.Faults;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does to the stack what the schedule says, and undoes it when its time has come. */
final class Hand implements AutoCloseable {

  private static final int REFUSED = 500;
  private static final Duration AGAIN = Duration.ofSeconds(60);

  /** Both APIs call it so. */
  private static final String CODE = "InternalError";

  private final Stack stack;
  private final Map<Link, Relay> relays;
  private final Leases leases;
  private final WorldControl world;
  private final Announcer announcer;
  private final List<Struck> struck = new ArrayList<>();
  private final Deque<Fault> missed = new ArrayDeque<>();
  private final List<Thread> wipers = new ArrayList<>();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("chaos-later").factory());

  /**
   * A fault that has struck.
   *
   * @param kind as in the report
   * @param millis when, in epoch milliseconds
   * @param owner of a service whose owner was struck, the lease that it had
   */
  record Struck(String kind, long millis, Optional<Leases.Lease> owner) {}

  Hand(Stack stack, Map<Link, Relay> relays, Leases leases, Announcer announcer) {
    this.stack = stack;
    this.relays = relays;
    this.leases = leases;
    this.world = new WorldControl(stack.endpoints().aws());
    this.announcer = announcer;
  }

  /** All that has struck. */
  List<Struck> struck() {
    return List.copyOf(struck);
  }

  /** Strikes now. What cannot be done at the moment, because its target is away, comes later. */
  void strike(Fault fault) {
    if (!struckNow(fault)) {
      missed.addLast(fault);
    }
  }

  /** Tries again what could not be done, the one that has waited longest. */
  void again() {
    var fault = missed.pollFirst();
    if (fault != null) {
      strike(fault);
    }
  }

  private boolean struckNow(Fault fault) {
    long now = System.currentTimeMillis();
    var owner = lease(fault);
    try {
      if (act(fault)) {
        struck.add(new Struck(fault.kind(), now, owner));
        return true;
      }
      announcer.say("chaos", fault.kind() + ": nothing there to strike");
    } catch (RuntimeException e) {
      // The world is one of those that are away at times.
      announcer.say("chaos", fault.kind() + " cannot be done now: " + e.getMessage());
    }
    return false;
  }

  /** Ends everything that has not ended by itself. */
  void calm() {
    later.shutdownNow();
    for (var target : Target.values()) {
      for (var process : processes(target)) {
        process.signalAll("CONT");
      }
    }
    relays.values().forEach(relay -> relay.stall(false));
    wipers.forEach(Hand::join);
  }

  @Override
  public void close() {
    later.shutdownNow();
  }

  private Optional<Leases.Lease> lease(Fault fault) {
    var target =
        switch (fault) {
          case Fault.Kill(var struck, var standby) when !standby -> Optional.of(struck);
          case Fault.Pause(var struck, _) -> Optional.of(struck);
          case Fault.Restart(var struck) -> Optional.of(struck);
          case Fault.Kill _,
              Fault.Cut _,
              Fault.Stall _,
              Fault.Errors _,
              Fault.Interrupt _,
              Fault.Wipe _ ->
              Optional.<Target>empty();
        };
    return target
        .filter(Target::service)
        .flatMap(service -> leases.of(Service.valueOf(service.name())));
  }

  private boolean act(Fault fault) {
    return switch (fault) {
      case Fault.Kill(var target, var standby) -> kill(target, standby);
      case Fault.Pause(var target, var length) -> pause(target, length);
      case Fault.Restart(var target) -> restart(target);
      case Fault.Cut(var link) -> {
        say("cuts all connections to " + link.word());
        relays.get(link).cut();
        yield true;
      }
      case Fault.Stall(var link, var length) -> stall(link, length);
      case Fault.Errors errors -> errors(errors);
      case Fault.Interrupt() -> interrupt();
      case Fault.Wipe() -> wipe();
    };
  }

  private boolean kill(Target target, boolean standby) {
    var process = standby ? other(target) : owner(target);
    if (process.pid() == 0) {
      return false;
    }
    say("kill -9 " + process.name());
    process.kill();
    return true;
  }

  private boolean pause(Target target, Duration length) {
    var process = owner(target);
    if (process.pid() == 0) {
      return false;
    }
    say("SIGSTOP " + process.name() + " for " + seconds(length));
    signal(target, process, "STOP");
    later(
        length,
        () -> {
          say("SIGCONT " + process.name());
          signal(target, process, "CONT");
        });
    return true;
  }

  /** PostgreSQL is many processes; the world's jobs are machines of their own, and go on. */
  private static void signal(Target target, Supervised process, String name) {
    if (target == Target.DATABASE) {
      process.signalAll(name);
    } else {
      process.signal(name);
    }
  }

  private boolean restart(Target target) {
    var process = owner(target);
    if (process.pid() == 0) {
      return false;
    }
    say("restarts " + process.name());
    process.restart();
    return true;
  }

  private boolean stall(Link link, Duration length) {
    say("stalls connections to " + link.word() + " for " + seconds(length));
    relays.get(link).stall(true);
    later(length, () -> relays.get(link).stall(false));
    return true;
  }

  private boolean errors(Fault.Errors errors) {
    say(errors.kind() + ", " + Math.round(errors.rate() * 100) + " % of " + errors.calls());
    world.add(
        new Faults.Fault(
            errors.surface(), errors.mode(), REFUSED, CODE, "", errors.rate(), errors.calls()));
    return true;
  }

  private boolean interrupt() {
    var victim =
        world.instances().stream()
            .filter(one -> one.market().equals("spot") && one.state().equals("running"))
            .findFirst();
    victim.ifPresent(
        one -> {
          say("EC2 takes Spot instance " + one.id());
          world.interrupt(one.id());
        });
    return victim.isPresent();
  }

  private boolean wipe() {
    say("the broker loses its data");
    wipers.add(Thread.ofPlatform().daemon().name("chaos-wipe").start(this::wiped));
    return true;
  }

  /** Other faults strike meanwhile: whoever deploys topics tries again too. */
  private void wiped() {
    try {
      stack.wipeBroker(AGAIN);
      return;
    } catch (RuntimeException e) {
      say("the broker is not back yet: " + e.getMessage());
    }
    while (true) {
      try {
        stack.createTopics();
        return;
      } catch (RuntimeException e) {
        Wait.pause(Duration.ofSeconds(1));
      }
    }
  }

  private static void join(Thread thread) {
    try {
      if (!thread.join(AGAIN.multipliedBy(3))) {
        throw new IllegalStateException("the topics could not be made anew");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void later(Duration wait, Runnable what) {
    var unused = later.schedule(what, wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void say(String what) {
    announcer.say("chaos", what);
  }

  private Supervised owner(Target target) {
    var all = processes(target);
    if (!target.service()) {
      return all.getFirst();
    }
    return leases
        .of(Service.valueOf(target.name()))
        .flatMap(lease -> all.stream().filter(one -> one.name().equals(lease.holder())).findFirst())
        .orElse(all.getFirst());
  }

  private Supervised other(Target target) {
    var owner = owner(target);
    return processes(target).stream().filter(one -> one != owner).findFirst().orElse(owner);
  }

  private List<Supervised> processes(Target target) {
    return switch (target) {
      case BROKER -> List.of(stack.broker());
      case DATABASE -> List.of(stack.database());
      case WORLD -> List.of(stack.world());
      case QUEUE, SCHEDULER, CAPACITY, PLACEMENT -> stack.instances(Service.valueOf(target.name()));
    };
  }

  private static String seconds(Duration length) {
    return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
  }
}
