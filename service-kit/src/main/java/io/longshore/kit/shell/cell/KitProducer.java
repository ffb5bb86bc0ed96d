package io.longshore.kit.shell.cell;

import io.longshore.kit.shell.config.KitConfig;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.DbSettings;
import io.longshore.kit.shell.kafka.KafkaClients;
import io.longshore.kit.shell.kafka.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** Makes the process's kit out of its configuration. */
@Singleton
final class KitProducer {

  @Produces
  @Singleton
  Kit kit(
      Vertx vertx,
      KitConfig config,
      MeterRegistry meters,
      @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    var database = config.database();
    var settings =
        new DbSettings(
            database.url(),
            database.username(),
            database.password(),
            database.schema(),
            database.writers(),
            database.sweepers());
    var clients = new KafkaClients(kafka);
    return new Kit(
        vertx,
        new Db(vertx, settings),
        clients,
        new Topics(clients),
        meters,
        config.instance().orElseGet(KitProducer::processName));
  }

  private static String processName() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "unknown";
    }
    return host + "/" + ProcessHandle.current().pid();
  }
}
