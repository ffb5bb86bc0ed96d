package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.node.NodeReport;
import java.time.Instant;
import java.util.List;

/** What a step changes in the ledger. */
public sealed interface Change {

  /** A launch is new. */
  record Added(Launch launch) implements Change {}

  /** A launch moved. */
  record Moved(Launch launch) implements Change {}

  /** A launch is over and cleared away; its id stays for a while, so that it never starts again. */
  record Closed(LaunchId launch, Instant at) implements Change {}

  /** Closed launches whose time is over. */
  record Trimmed(List<LaunchId> launches) implements Change {}

  /** A node as last reported. */
  record NodeSaid(NodeReport report) implements Change {}

  /** A node that is gone, as reported. */
  record NodeForgotten(String uid) implements Change {}
}
