package io.longshore.kit.shell.kafka;

import io.longshore.kit.wire.Arrival;
import io.longshore.kit.wire.Backlog;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What has arrived and is not yet part of a round. Bounded in bytes: a reader waits while the loop
 * is behind.
 */
public final class Inbox {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition taken = lock.newCondition();
  private final Backlog backlog = new Backlog();
  private final long maxBytes;
  private boolean woken;
  private boolean closed;

  /** Holds at most about {@code maxBytes}. */
  public Inbox(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds an arrival, waiting for room; drops it when the inbox is closed. */
  public void put(Arrival arrival) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (backlog.bytes() > maxBytes && !closed) {
        taken.await();
      }
      if (!closed) {
        backlog.add(arrival);
        arrived.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next arrivals, waiting up to {@code nanos} for the first; fewer than {@code limit}
   * messages unless one record alone has more.
   */
  public List<Arrival> take(int limit, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (backlog.isEmpty() && !woken && !closed && left > 0) {
        left = arrived.awaitNanos(left);
      }
      woken = false;
      var batch = backlog.take(limit);
      taken.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Makes a waiting {@link #take} return now. */
  public void wake() {
    lock.lock();
    try {
      woken = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more goes in, nobody waits. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes waiting, for a gauge. */
  public long bytes() {
    lock.lock();
    try {
      return backlog.bytes();
    } finally {
      lock.unlock();
    }
  }
}
