package io.longshore.placement.shell;

import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.desk.Action;
import io.longshore.placement.core.desk.Outcome;
import io.longshore.placement.shell.db.KeptLogs;
import io.longshore.placement.shell.k8s.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps the end of each container's output before its pod goes, for the owner of a cluster. Blocks
 * on virtual threads.
 */
final class LogKeeper implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(LogKeeper.class);

  private final Cluster cluster;
  private final KeptLogs logs;
  private final String scope;
  private final Bounds bounds;
  private final Semaphore pods;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("logs-", 0).factory());

  /**
   * How much is kept, and at what cost.
   *
   * @param keep bytes of each container
   * @param timeout for reading one container
   * @param concurrency pods at a time
   */
  record Bounds(int keep, Duration timeout, int concurrency) {}

  LogKeeper(Cluster cluster, KeptLogs logs, String scope, Bounds bounds) {
    this.cluster = cluster;
    this.logs = logs;
    this.scope = scope;
    this.bounds = bounds;
    this.pods = new Semaphore(bounds.concurrency());
  }

  /**
   * Keeps a pod's output and says how that ended.
   *
   * @param epoch of the lease that it is kept under
   */
  void keep(long epoch, Action.KeepLogs action, Consumer<Outcome.OfLogs> done) {
    threads.execute(
        () -> {
          pods.acquireUninterruptibly();
          try {
            done.accept(all(epoch, action.pod(), action.containers()));
          } finally {
            pods.release();
          }
        });
  }

  private Outcome.OfLogs all(long epoch, PodRef pod, List<Action.LogSource> containers) {
    for (int i = 0; i < containers.size(); i++) {
      try {
        one(epoch, pod, containers.get(i), i);
      } catch (IOException | RuntimeException e) {
        LOG.warnf(
            "output not kept pod=%s container=%s: %s",
            pod.name(), containers.get(i).container(), e.toString());
        return new Outcome.Failed(e.toString());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Outcome.Failed("interrupted");
      }
    }
    return new Outcome.Kept();
  }

  private void one(long epoch, PodRef pod, Action.LogSource source, int position)
      throws IOException, InterruptedException {
    Cluster.Output output =
        cluster.output(pod.namespace(), pod.name(), source.container(), Cluster.Reading.ALL);
    if (!(output instanceof Cluster.Output.Bytes(InputStream bytes))) {
      return;
    }
    Tail tail = read(bytes);
    var kept =
        new KeptLogs.Kept(
            pod.namespace(),
            pod.name(),
            source.container(),
            position,
            source.init(),
            tail.lost(),
            tail.bytes());
    logs.put(scope, epoch, kept).await().atMost(bounds.timeout());
  }

  /** Reads to the end, but not for ever: closing the stream is what ends a read that hangs. */
  private Tail read(InputStream bytes) throws IOException, InterruptedException {
    Future<Tail> reading = threads.submit(() -> Tail.of(bytes, bounds.keep()));
    try (bytes) {
      return reading.get(bounds.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      reading.cancel(true);
      throw new IOException("took longer than " + bounds.timeout(), e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
