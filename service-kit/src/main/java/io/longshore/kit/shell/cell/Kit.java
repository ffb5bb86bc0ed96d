package io.longshore.kit.shell.cell;

import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.kafka.KafkaClients;
import io.longshore.kit.shell.kafka.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.core.Vertx;

/** What all scopes of a process share. */
public record Kit(
    Vertx vertx, Db db, KafkaClients kafka, Topics topics, MeterRegistry meters, String holder) {}
