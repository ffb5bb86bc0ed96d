package io.longshore.capacity.shell;

import io.longshore.kit.shell.Wiring;
import java.util.List;
import java.util.Map;

/** Where capacity-service's streams run. */
final class Streams {

  static final String SELF = "capacity";
  static final String SCHEDULER = "scheduler";
  static final String QUEUE = "queue";
  static final String DEMAND = "longshore.capacity-demand";
  static final String REPORTS = "longshore.capacity-reports";
  static final String REGISTRY = "longshore.registry";

  private Streams() {}

  /** Statements and acknowledgements in; messages for the scheduler, statements for the queue. */
  static Wiring wiring(int cell) {
    return new Wiring(
        SELF,
        SELF,
        cell,
        List.of(new Wiring.Inbound(DEMAND, false)),
        List.of(REGISTRY),
        Map.of(SCHEDULER, REPORTS, QUEUE, REPORTS));
  }
}
