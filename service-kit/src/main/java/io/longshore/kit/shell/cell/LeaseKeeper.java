package io.longshore.kit.shell.cell;

import io.longshore.kit.core.Lease;
import io.longshore.kit.shell.Throttle;
import io.longshore.kit.shell.db.LeaseTable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Renews one ownership's lease while the loop is idle, loading or in a long step; rounds renew it
 * by themselves. Says once when it is lost. A database that does not answer is not a lost lease:
 * who owns the scope then shows when it answers again.
 */
final class LeaseKeeper implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

  private final LeaseTable table;
  private final long epoch;
  private final Runnable ticks;
  private final AtomicReference<Lease.Watch> watch;
  private final Thread thread;
  private final Throttle complaints = new Throttle(Duration.ofSeconds(5));
  private volatile boolean closed;

  LeaseKeeper(LeaseTable table, long epoch, long askedAt, Runnable ticks) {
    this.table = table;
    this.epoch = epoch;
    this.ticks = ticks;
    this.watch = new AtomicReference<>(new Lease.Watch(askedAt));
    this.thread = Thread.ofVirtual().name("lease-keeper").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** A compare-and-set that was asked for at {@code askedAt} succeeded. */
  void proven(long askedAt) {
    watch.updateAndGet(known -> known.proven(askedAt));
  }

  boolean lost() {
    return watch.get().lost();
  }

  /** Whether nobody else can own the scope yet. */
  boolean surelyHeld() {
    return watch.get().surelyHeld(System.nanoTime());
  }

  private void run() {
    try {
      while (!closed && !lost()) {
        Thread.sleep(Lease.LOOK_EVERY);
        if (watch.get().renewDue(System.nanoTime())) {
          renew();
        }
      }
    } catch (InterruptedException e) {
      LOG.debugf("lease keeper ends epoch=%d", epoch);
    }
  }

  private void renew() {
    long askedAt = System.nanoTime();
    try {
      boolean held = table.renew(epoch).await().atMost(Lease.LENGTH).isPresent();
      watch.updateAndGet(known -> known.renewed(held, askedAt));
      ticks.run();
    } catch (RuntimeException e) {
      if (complaints.passes()) {
        LOG.warnf("lease cannot be renewed epoch=%d: %s", epoch, e.toString());
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
