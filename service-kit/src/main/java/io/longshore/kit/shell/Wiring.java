package io.longshore.kit.shell;

import java.util.List;
import java.util.Map;

/**
 * Where a scope's streams run.
 *
 * @param self this end's name: "queue", "scheduler", "capacity", "placement/&lt;short name&gt;"
 * @param scope the lease row's key; with placement one a cluster
 * @param cell the cell, which is the partition of every topic
 * @param inbound topics to read
 * @param compacted compacted topics to read from their beginning before the first round
 * @param outbound topic by destination; a key ending in "/*" serves every destination with that
 *     prefix and its topic gets the rest of the name appended ("placement/*" to
 *     "longshore.launches.")
 */
public record Wiring(
    String self,
    String scope,
    int cell,
    List<Inbound> inbound,
    List<String> compacted,
    Map<String, String> outbound) {

  /**
   * A topic to read.
   *
   * @param topic its name
   * @param messages whether its numbered messages are for us, or its statements alone
   */
  public record Inbound(String topic, boolean messages) {}
}
