package io.longshore.placement.shell;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Deletes kept output past its retention, a bounded number at a time. */
@Singleton
final class LogSweep {

  private static final Logger LOG = Logger.getLogger(LogSweep.class);

  private final Vertx vertx;
  private final Clusters clusters;
  private final PlacementConfig config;
  private long timer;

  LogSweep(Vertx vertx, Clusters clusters, PlacementConfig config) {
    this.vertx = vertx;
    this.clusters = clusters;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(config.logs().sweep().toMillis(), _ -> sweep());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void sweep() {
    clusters
        .logs()
        .trim(config.logs().retention())
        .subscribe()
        .with(
            trimmed -> {
              if (trimmed > 0) {
                LOG.infof("kept output deleted rows=%d", trimmed);
                sweep();
              }
            },
            failure -> LOG.warnf("kept output not deleted: %s", failure.toString()));
  }
}
