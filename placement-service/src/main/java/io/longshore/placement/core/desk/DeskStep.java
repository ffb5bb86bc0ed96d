package io.longshore.placement.core.desk;

import io.longshore.placement.core.node.NodeBook;
import io.longshore.placement.core.observe.LaunchReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a step of the desk comes to.
 *
 * @param changes for the ledger, in order
 * @param reports for the scheduler, in order
 * @param actions for the cluster, once the changes are committed
 * @param standing how the cluster stands, for the announcement
 * @param wakeAt when something is due even if nothing arrives
 */
public record DeskStep(
    List<Change> changes,
    List<Out> reports,
    List<Action> actions,
    Standing standing,
    Optional<Instant> wakeAt) {

  /** A report. */
  public sealed interface Out {

    /** Of a launch. */
    record OfLaunch(LaunchReport report) implements Out {}

    /** Of a node. */
    record OfNode(NodeBook.News news) implements Out {}
  }

  /**
   * How the cluster stands.
   *
   * @param reason why it is not served
   * @param version Kubernetes' version, empty until known
   */
  public record Standing(State state, String reason, String version) {

    /** Whether the cluster is served. */
    public enum State {
      /** An ownership has just begun: what was said before holds until more is known. */
      PENDING,
      /** It is. */
      SERVED,
      /** The API server does not answer, or not with anything of use. */
      AWAY,
      /** It does not refuse pods of former owners, so nothing is placed. */
      UNGUARDED
    }
  }
}
