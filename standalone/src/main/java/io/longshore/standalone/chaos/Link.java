package io.longshore.standalone.chaos;

import io.longshore.standalone.stack.Ports.Listener;
import java.util.Locale;

/** What the services reach through a relay that can be cut. */
enum Link {
  /** Kafka. */
  BROKER(Listener.BROKER),
  /** PostgreSQL. */
  DATABASE(Listener.DATABASE),
  /** The Kubernetes API. */
  KUBERNETES(Listener.WORLD_KUBERNETES),
  /** EC2, Auto Scaling and SQS. */
  AWS(Listener.WORLD_AWS);

  private final Listener listener;

  Link(Listener listener) {
    this.listener = listener;
  }

  Listener listener() {
    return listener;
  }

  /** For people. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
