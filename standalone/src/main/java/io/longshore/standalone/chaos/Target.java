package io.longshore.standalone.chaos;

import java.util.Locale;

/** A process that can be killed, paused and restarted. */
enum Target {
  /** queue-service. */
  QUEUE,
  /** scheduler-service. */
  SCHEDULER,
  /** capacity-service. */
  CAPACITY,
  /** placement-service. */
  PLACEMENT,
  /** Kafka. */
  BROKER,
  /** PostgreSQL. */
  DATABASE,
  /** Kubernetes, EC2 and all machines: its death is a power cut. */
  WORLD;

  /** Whether there are several instances of it, one of which owns the leases. */
  boolean service() {
    return compareTo(PLACEMENT) <= 0;
  }

  /** For people. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
