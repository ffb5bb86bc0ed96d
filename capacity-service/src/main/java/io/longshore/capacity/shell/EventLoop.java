package io.longshore.capacity.shell;

import io.longshore.capacity.core.interrupt.Event;
import io.longshore.capacity.core.interrupt.Verdict;
import io.longshore.capacity.core.interrupt.Verdict.Fate;
import io.longshore.capacity.shell.aws.Cloud;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/**
 * Reads EC2's events, one an ownership: receive, let a round read them, and delete them once what
 * they came to is committed. A thread of its own.
 */
final class EventLoop implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(EventLoop.class);

  private static final Duration BACK_OFF = Duration.ofSeconds(2);

  private final Rounds rounds;
  private final Cloud cloud;
  private final Duration patience;
  private final CapacityMetrics metrics;
  private final Runnable hurry;
  private final Thread thread;
  private volatile boolean closed;

  /** Nothing runs before {@link #start}. */
  EventLoop(
      Rounds rounds, Cloud cloud, CapacityConfig config, CapacityMetrics metrics, Runnable hurry) {
    this.rounds = rounds;
    this.cloud = cloud;
    this.patience = config.events().poll().plus(config.aws().callTimeout());
    this.metrics = metrics;
    this.hurry = hurry;
    this.thread = Thread.ofPlatform().daemon().name("capacity-events").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (InterruptedException | CancellationException e) {
      LOG.debugf("event loop ended: %s", e);
    }
  }

  private void turn() throws InterruptedException {
    try {
      var events = cloud.receive().await().atMost(patience);
      if (!events.isEmpty()) {
        follow(events, rounds.read(events).get());
        hurry.run();
      }
    } catch (ExecutionException e) {
      LOG.debugf("events dropped, they come again: %s", e.getCause());
    } catch (RuntimeException e) {
      if (closed) {
        throw new CancellationException();
      }
      LOG.warnf("events cannot be read: %s", e.toString());
      Thread.sleep(BACK_OFF);
    }
  }

  private void follow(List<Event> events, List<Verdict> verdicts) {
    var done = new ArrayList<String>();
    for (var verdict : verdicts) {
      switch (verdict.fate()) {
        case Fate.Done _ -> done.add(verdict.receipt());
        case Fate.Foreign(var why) -> {
          LOG.infof("event deleted unused: %s", why);
          metrics.foreignEvent();
          done.add(verdict.receipt());
        }
        case Fate.Later _ -> LOG.debugf("event left for later receipt=%s", verdict.receipt());
      }
    }
    LOG.debugf("events read count=%d deleted=%d", events.size(), done.size());
    if (!done.isEmpty()) {
      cloud.delete(done).await().atMost(patience);
    }
  }
}
