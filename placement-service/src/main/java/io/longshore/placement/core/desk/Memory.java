package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.node.NodeReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the ledger holds when an ownership begins.
 *
 * @param launches those that are not cleared away
 * @param closed those that are, with the time
 * @param nodes as last reported, by UID
 */
public record Memory(
    List<Launch> launches, Map<LaunchId, Instant> closed, Map<String, NodeReport> nodes) {

  /** Nothing yet. */
  public static final Memory NONE = new Memory(List.of(), Map.of(), Map.of());
}
