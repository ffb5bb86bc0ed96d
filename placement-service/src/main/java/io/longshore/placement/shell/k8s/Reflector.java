package io.longshore.placement.shell.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Keeps one kind of object in sight: lists in pages, watches from there, and lists anew when the
 * watch ends, whatever ended it, and once in a while. Objects are turned into what the desk knows
 * as they come, so that no copy of the cluster is held here.
 */
final class Reflector<T extends HasMetadata, S> implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Reflector.class);
  private static final long FIRST_PAUSE_MS = 200;
  private static final long LONGEST_PAUSE_MS = 10_000;

  /** A watch that ends sooner is as good as none. */
  private static final long SHORT_WATCH_NANOS = 1_000_000_000;

  private final String what;
  private final FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> objects;
  private final Sink<T, S> sink;
  private final KubeSettings.Bounds bounds;
  private final Thread thread;
  private volatile boolean closed;

  /** Where what is seen goes. */
  interface Sink<T, S> {

    /** What the desk knows of an object. */
    List<S> read(T object);

    /** All that there is now. */
    void listed(List<S> all);

    /** One is there or has changed. */
    void changed(T object);

    /** One is gone; this was its last state. */
    void gone(T object);
  }

  Reflector(
      String what,
      FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> objects,
      Sink<T, S> sink,
      KubeSettings.Bounds bounds) {
    this.what = what;
    this.objects = objects;
    this.sink = sink;
    this.bounds = bounds;
    this.thread = Thread.ofVirtual().name("reflect-" + what).unstarted(this::run);
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
    long pause = FIRST_PAUSE_MS;
    try {
      while (!closed) {
        if (sawForAWhile()) {
          pause = FIRST_PAUSE_MS;
        } else {
          Thread.sleep(pause);
          pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debugf("closed what=%s", what);
    }
  }

  /** Lists and watches once; false asks for a pause before the next time. */
  private boolean sawForAWhile() throws InterruptedException {
    try {
      String version = list();
      long begun = System.nanoTime();
      watch(version);
      return System.nanoTime() - begun > SHORT_WATCH_NANOS;
    } catch (RuntimeException e) {
      if (closed) {
        return true;
      }
      if (Answered.code(e) == 404) {
        // An API that this server does not have: there are none of its objects.
        sink.listed(List.of());
        Thread.sleep(bounds.relistEvery().toMillis());
        return true;
      }
      LOG.warnf("lost sight what=%s: %s", what, Answered.message(e));
      return false;
    }
  }

  /** Lists the newest state, page by page; gives the version to watch from. */
  private String list() {
    var all = new ArrayList<S>();
    String token = null;
    while (true) {
      ListOptions options =
          new ListOptionsBuilder().withLimit((long) bounds.page()).withContinue(token).build();
      KubernetesResourceList<T> page = objects.list(options);
      page.getItems().forEach(item -> all.addAll(sink.read(item)));
      token = page.getMetadata().getContinue();
      if (token == null || token.isEmpty()) {
        if (!closed) {
          sink.listed(all);
        }
        return page.getMetadata().getResourceVersion();
      }
    }
  }

  /** Watches until the watch ends or it is time to list anew. */
  private void watch(String version) throws InterruptedException {
    var ended = new CompletableFuture<Void>();
    var options =
        new ListOptionsBuilder()
            .withResourceVersion(version)
            .withAllowWatchBookmarks(true)
            .withTimeoutSeconds(bounds.relistEvery().toSeconds() + 30)
            .build();
    Watch watch = objects.watch(options, new Events(ended));
    try {
      ended.get(bounds.relistEvery().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debugf("listing anew what=%s", what);
    } catch (ExecutionException e) {
      LOG.debugf("watch ended what=%s: %s", what, e.getCause().toString());
    } finally {
      watch.close();
    }
  }

  private final class Events implements Watcher<T> {
    private final CompletableFuture<Void> ended;

    Events(CompletableFuture<Void> ended) {
      this.ended = ended;
    }

    @Override
    public void eventReceived(Action action, T object) {
      if (closed) {
        return;
      }
      switch (action) {
        case ADDED, MODIFIED -> sink.changed(object);
        case DELETED -> sink.gone(object);
        case BOOKMARK -> {}
        case ERROR -> ended.complete(null);
      }
    }

    @Override
    public void onClose() {
      ended.complete(null);
    }

    @Override
    public void onClose(WatcherException cause) {
      ended.completeExceptionally(cause);
    }
  }
}
