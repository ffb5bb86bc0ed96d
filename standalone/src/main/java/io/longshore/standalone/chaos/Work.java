package io.longshore.standalone.chaos;

import io.longshore.standalone.chaos.Order.Program;
import io.longshore.standalone.demo.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Submits the load and the probes, each on a thread of its own, and keeps what was acknowledged.
 */
final class Work {

  private static final Duration BETWEEN_WAVES = Duration.ofMillis(1_500);
  private static final Duration BETWEEN_PROBES = Duration.ofSeconds(1);

  /** More jobs than that are not submitted before some have ended. */
  private static final int MOST_UNFINISHED = 80;

  private final Client client;
  private final Ledger ledger;
  private final Load load;
  private final List<String> refused = new ArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private final Map<String, String> ids = new HashMap<>();
  private final List<Recovery.Probe> probes = new ArrayList<>();
  private final List<Thread> threads;
  private final Set<String> doomed = new HashSet<>();
  private int units;
  private int running;
  private volatile boolean ending;

  /** Begins at once. */
  Work(Client client, Ledger ledger, long seed) {
    this.client = client;
    this.ledger = ledger;
    this.load = new Load(seed);
    this.threads =
        List.of(
            Thread.ofPlatform().daemon().name("load").start(this::submitLoad),
            Thread.ofPlatform().daemon().name("probes").start(this::submitProbes));
  }

  /** What must become of all that was acknowledged. */
  synchronized List<Unit> units() {
    return Unit.of(orders, ids);
  }

  /** All probes that were acknowledged. */
  synchronized List<Recovery.Probe> probes() {
    return List.copyOf(probes);
  }

  /** Submissions that were refused, or never answered, though they were right, in words. */
  synchronized List<String> refused() {
    return List.copyOf(refused);
  }

  /** Jobs acknowledged so far; an array counts as its children. */
  synchronized int acknowledged() {
    return units;
  }

  /**
   * Submits no more, and waits for what is under way to be acknowledged.
   *
   * @throws IllegalStateException where it is not in time
   */
  void end(Duration patience) {
    ending = true;
    for (var thread : threads) {
      try {
        if (!thread.join(patience)) {
          throw new IllegalStateException(
              "nobody acknowledged a submission for " + patience.toSeconds() + " s");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private void submitLoad() {
    while (!ending) {
      if (unfinished() < MOST_UNFINISHED) {
        for (var order : load.next()) {
          if (!submit(Setup.STEADY, order)) {
            break;
          }
        }
      }
      Wait.pause(BETWEEN_WAVES);
    }
  }

  private void submitProbes() {
    for (int number = 0; !ending; number++) {
      var token = "probe" + number;
      if (submit(Setup.PROBE, Order.single(token, Program.works(0)))) {
        synchronized (this) {
          probes.add(new Recovery.Probe(ids.get(token), System.currentTimeMillis()));
        }
      }
      Wait.pause(BETWEEN_PROBES);
    }
  }

  private boolean submit(String queue, Order order) {
    Map<String, String> known;
    synchronized (this) {
      known = Map.copyOf(ids);
    }
    try {
      var id = client.submit(queue, order, known);
      synchronized (this) {
        orders.add(order);
        ids.put(order.token(), id);
        count(order);
      }
      return true;
    } catch (Client.Refused | Client.Unanswered e) {
      synchronized (this) {
        refused.add(order.token() + ": " + e.getMessage());
      }
      return false;
    }
  }

  /** What waits for a job that fails never runs, and is not waited for here. */
  private void count(Order order) {
    units += order.units();
    boolean runs = order.after().stream().noneMatch(after -> doomed.contains(after.token()));
    if (runs) {
      running += order.units();
    }
    if (!runs || !order.program().succeeds()) {
      doomed.add(order.token());
    }
  }

  private synchronized int unfinished() {
    return running - ledger.done();
  }
}
