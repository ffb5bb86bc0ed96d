package io.longshore.kit.shell.cell;

import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Program;
import io.longshore.kit.shell.Wiring;
import io.longshore.kit.shell.db.CellLedger;
import io.longshore.kit.shell.db.LeaseLost;
import io.longshore.kit.shell.db.LeaseTable;
import io.longshore.kit.shell.kafka.PublisherMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program as one of the processes that may own a scope: waits for the lease, runs a {@link
 * Tenure} with it until it is lost, and tries again. A thread of its own, from {@link #start} to
 * {@link #stop}.
 */
public final class CellRuntime {

  private static final Logger LOG = Logger.getLogger(CellRuntime.class);

  private static final long BACK_OFF_MS = 1_000;

  private final Kit kit;
  private final Program program;
  private final Wiring wiring;
  private final CellSettings settings;
  private final CellMetrics metrics;
  private final PublisherMetrics sending;
  private final OnContext loop;
  private final CellLedger ledger;
  private final Thread thread;
  private final AtomicReference<@Nullable Tenure> tenure = new AtomicReference<>();
  private volatile boolean stopping;
  private volatile boolean asked;
  private volatile long turnedAt = System.nanoTime();

  /** Nothing runs before {@link #start}. */
  public CellRuntime(Kit kit, Wiring wiring, Program program, CellSettings settings) {
    this.kit = kit;
    this.program = program;
    this.wiring = wiring;
    this.settings = settings;
    this.metrics = new CellMetrics(kit.meters(), wiring.scope());
    this.sending = new PublisherMetrics(kit.meters(), wiring.scope());
    this.loop = new OnContext(kit.vertx());
    this.ledger = new CellLedger(kit.db(), wiring.scope(), wiring.self(), wiring.cell());
    this.thread = Thread.ofPlatform().daemon().name("cell-" + wiring.scope()).unstarted(this::run);
  }

  /** Begins to ask for the lease. */
  public void start() {
    thread.start();
  }

  /** Ends after the round under way. */
  void requestStop() {
    stopping = true;
    Tenure now = tenure.get();
    if (now != null) {
      now.nudge();
    }
  }

  /**
   * Finishes the round under way, gives the lease back and ends; waits for that up to {@code
   * patience}.
   */
  public void stop(Duration patience) throws InterruptedException {
    requestStop();
    if (!thread.join(patience)) {
      LOG.warnf("round did not finish in time scope=%s", wiring.scope());
      thread.interrupt();
    }
  }

  /** The scope, as the lease row names it. */
  public String scope() {
    return wiring.scope();
  }

  /** Whether this process owns the scope and its rounds turn. */
  public boolean running() {
    Tenure now = tenure.get();
    return now != null && now.ready();
  }

  /** Whether the start is over: the scope is loaded here, or another process owns it. */
  public boolean started() {
    Tenure now = tenure.get();
    return now == null ? asked : now.loaded();
  }

  /**
   * Whether no other process can own the scope at this moment. For acts outside the database that a
   * fence does not cover; between asking and acting it may change.
   */
  public boolean surelyHeld() {
    Tenure now = tenure.get();
    return now != null && now.surelyHeld();
  }

  /** How long ago the loop last turned: the clock that liveness looks at. */
  public Duration sinceTurn() {
    return Duration.ofNanos(System.nanoTime() - turnedAt);
  }

  /** What is wrong outside, by topic or stream; empty when all is well. */
  public Map<String, String> problems() {
    Tenure now = tenure.get();
    return now == null ? Map.of() : now.problems();
  }

  /**
   * Ends that speak to this one and of which nothing was heard for {@code atLeast}; an end that
   * lives speaks every 10 s. Empty where this process does not own the scope.
   */
  public Set<String> silent(Duration atLeast) {
    Tenure now = tenure.get();
    var silent = new TreeSet<String>();
    if (now != null) {
      now.silence()
          .forEach(
              (end, millis) -> {
                if (millis >= atLeast.toMillis()) {
                  silent.add(end);
                }
              });
    }
    return silent;
  }

  /**
   * Runs a round now, even if nothing has arrived: for what a program learns elsewhere than from
   * its topics. Does nothing where this process does not own the scope.
   */
  public void wake() {
    Tenure now = tenure.get();
    if (now != null) {
      now.wake();
    }
  }

  /** Rows were committed that this loop does not know of: the gate's. */
  public void wakePublisher() {
    Tenure now = tenure.get();
    if (now != null) {
      now.wakePublisher();
    }
  }

  private void run() {
    try {
      while (!stopping) {
        turned();
        long askedAt = System.nanoTime();
        Optional<LeaseTable.Taken> taken = take();
        if (taken.isPresent()) {
          own(taken.get(), askedAt);
        } else {
          asked = true;
          Thread.sleep(settings.standbyPoll());
        }
      }
    } catch (InterruptedException e) {
      LOG.debugf("loop interrupted scope=%s", wiring.scope());
    }
  }

  private Optional<LeaseTable.Taken> take() throws InterruptedException {
    try {
      return loop.await(() -> ledger.lease().take(kit.holder()));
    } catch (RuntimeException e) {
      LOG.warnf("lease cannot be asked for scope=%s: %s", wiring.scope(), e.toString());
      Thread.sleep(BACK_OFF_MS);
      return Optional.empty();
    }
  }

  private void own(LeaseTable.Taken taken, long askedAt) throws InterruptedException {
    LOG.infof(
        "lease taken scope=%s epoch=%d holder=%s", wiring.scope(), taken.epoch(), kit.holder());
    metrics.owned(true);
    var frame =
        new Tenure.Frame(
            program,
            wiring,
            ledger,
            loop,
            kit,
            settings,
            metrics,
            sending,
            () -> stopping,
            this::turned);
    try (var owned = new Tenure(frame, taken, askedAt)) {
      tenure.set(owned);
      owned.run();
    } catch (LeaseLost e) {
      LOG.warnf("lease lost, dropping everything scope=%s epoch=%d", wiring.scope(), taken.epoch());
    } catch (RuntimeException e) {
      LOG.errorf(e, "loop failed, starts over scope=%s", wiring.scope());
      Thread.sleep(BACK_OFF_MS);
    } finally {
      tenure.set(null);
      metrics.owned(false);
      drop(taken.epoch());
    }
  }

  private void drop(long epoch) {
    try {
      loop.await(
          () -> {
            program.dropped();
            return ledger.lease().release(epoch);
          });
    } catch (RuntimeException e) {
      LOG.warnf("lease cannot be given back scope=%s: %s", wiring.scope(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turned() {
    turnedAt = System.nanoTime();
  }
}
