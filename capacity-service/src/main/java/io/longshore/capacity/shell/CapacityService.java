package io.longshore.capacity.shell;

import io.longshore.capacity.shell.aws.AwsClients;
import io.longshore.capacity.shell.aws.AwsCloud;
import io.longshore.capacity.shell.aws.Cloud;
import io.longshore.kit.shell.cell.Cells;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the parts together and starts the cell. */
@Singleton
final class CapacityService {

  private final CapacityConfig config;

  CapacityService(CapacityConfig config) {
    this.config = config;
  }

  void start(
      @Observes StartupEvent event,
      Cells cells,
      Cloud cloud,
      Vertx vertx,
      MeterRegistry meters,
      Freshness freshness) {
    var pass = new ReconcilePass(vertx, cloud, config, new CapacityMetrics(meters), freshness);
    pass.runsIn(cells.run(Streams.wiring(config.cell()), pass));
  }

  @Produces
  @Singleton
  AwsClients clients() {
    return new AwsClients(Settings.aws(config));
  }

  void close(@Disposes AwsClients clients) {
    clients.close();
  }

  @Produces
  @Singleton
  @DefaultBean
  Cloud cloud(AwsClients clients) {
    var settings = Settings.aws(config);
    return new AwsCloud(clients, Settings.rules(config).launch().names(), settings.queue());
  }
}
