package io.longshore.simulation.service;

import java.util.List;
import java.util.Map;

/**
 * Where a scope's streams run, as the service's own wiring says.
 *
 * @param inbound topics to read, with whether their numbered messages are for this end
 * @param compacted topics to read whole before the first round
 * @param outbound topic by destination, as {@link io.longshore.kit.wire.Routes} has them
 */
public record Wires(
    String self, List<Inbound> inbound, List<String> compacted, Map<String, String> outbound) {

  /** A topic to read. */
  public record Inbound(String topic, boolean messages) {}

  static final String COMMANDS = "longshore.commands";
  static final String CHANGES = "longshore.job-changes";
  static final String PLACEMENT_REPORTS = "longshore.placement-reports";
  static final String CAPACITY_REPORTS = "longshore.capacity-reports";
  static final String DEMAND = "longshore.capacity-demand";
  static final String REGISTRY = "longshore.registry";
  static final String LAUNCHES = "longshore.launches.";

  /** All topics, for one cluster. */
  public static List<String> topics(String cluster) {
    return List.of(
        COMMANDS,
        CHANGES,
        PLACEMENT_REPORTS,
        CAPACITY_REPORTS,
        DEMAND,
        REGISTRY,
        LAUNCHES + cluster);
  }

  /** Queue-service's. */
  public static Wires queue() {
    return new Wires(
        "queue",
        List.of(
            new Inbound(CHANGES, true),
            new Inbound(PLACEMENT_REPORTS, false),
            new Inbound(CAPACITY_REPORTS, false)),
        List.of(),
        Map.of("scheduler", COMMANDS));
  }

  /** Scheduler-service's. */
  public static Wires scheduler() {
    return new Wires(
        "scheduler",
        List.of(
            new Inbound(COMMANDS, true),
            new Inbound(PLACEMENT_REPORTS, true),
            new Inbound(CAPACITY_REPORTS, true)),
        List.of(),
        Map.of("queue", CHANGES, "capacity", DEMAND, "placement/*", LAUNCHES));
  }

  /** Capacity-service's. */
  public static Wires capacity() {
    return new Wires(
        "capacity",
        List.of(new Inbound(DEMAND, false)),
        List.of(REGISTRY),
        Map.of("scheduler", CAPACITY_REPORTS, "queue", CAPACITY_REPORTS));
  }

  /** Placement-service's for one cluster. */
  public static Wires placement(String cluster) {
    return new Wires(
        "placement/" + cluster,
        List.of(new Inbound(LAUNCHES + cluster, true)),
        List.of(REGISTRY),
        Map.of("scheduler", PLACEMENT_REPORTS, "queue", PLACEMENT_REPORTS));
  }
}
