package io.longshore.kit.shell.cell;

import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.kafka.KafkaClients;
import io.longshore.kit.shell.kafka.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.core.Vertx;

/**
 * What all scopes of a process share.
 *
 * @param vertx the process's event loops
 * @param db the service's schema
 * @param kafka makes clients
 * @param topics looks at topics
 * @param meters where meters register
 * @param holder this process's name in lease rows and logs
 */
public record Kit(
    Vertx vertx, Db db, KafkaClients kafka, Topics topics, MeterRegistry meters, String holder)
    implements AutoCloseable {

  @Override
  public void close() {
    db.close();
    topics.close();
  }
}
