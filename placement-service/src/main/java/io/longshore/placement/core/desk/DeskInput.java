package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.fence.FenceEvent;
import io.longshore.placement.core.node.DaemonSeen;
import io.longshore.placement.core.node.ForeignPod;
import io.longshore.placement.core.node.NodeSeen;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.observe.PodWarning;
import io.longshore.placement.core.pod.Environment;
import io.longshore.placement.core.pod.Order;
import java.util.List;

/** Everything that the desk is told. */
public sealed interface DeskInput {

  /** From the scheduler and the registry. */
  sealed interface Command extends DeskInput {}

  /** Seen at the cluster. */
  sealed interface Sighting extends DeskInput {}

  /** An answer to an action. */
  sealed interface Answer extends DeskInput {}

  /** Create the launch's pod. */
  record Start(Order order) implements Command {}

  /** Stop a launch. */
  record Stop(LaunchId launch, Launch.Stop stop) implements Command {}

  /** Forget a launch. */
  record Close(LaunchId launch) implements Command {}

  /** An environment is so. */
  record EnvironmentIs(Environment environment) implements Command {}

  /** An environment was deleted. */
  record EnvironmentGone(String arn) implements Command {}

  /** All pods of ours. */
  record PodsListed(List<PodSeen> pods) implements Sighting {}

  /** A pod of ours is there or has changed. */
  record PodChanged(PodSeen pod) implements Sighting {}

  /** A pod of ours is gone; this was its last state. */
  record PodGone(PodSeen pod) implements Sighting {}

  /** All nodes. */
  record NodesListed(List<NodeSeen> nodes) implements Sighting {}

  /** A node is there or has changed. */
  record NodeChanged(NodeSeen node) implements Sighting {}

  /** A node's object is gone. */
  record NodeGone(String name, String uid) implements Sighting {}

  /** All pods of others that hold room. */
  record ForeignListed(List<ForeignPod> pods) implements Sighting {}

  /** A pod of another holds room. */
  record ForeignChanged(ForeignPod pod) implements Sighting {}

  /** A pod of another holds room no more. */
  record ForeignGone(String uid) implements Sighting {}

  /** All DaemonSets. */
  record DaemonsListed(List<DaemonSeen> daemons) implements Sighting {}

  /** A DaemonSet is there or has changed. */
  record DaemonChanged(DaemonSeen daemon) implements Sighting {}

  /** A DaemonSet is gone. */
  record DaemonGone(String uid) implements Sighting {}

  /** The API server answers. */
  record Reached(String version) implements Sighting {}

  /** The API server does not answer. */
  record Unreached(String why) implements Sighting {}

  /** The fence's answer. */
  record FenceSaid(FenceEvent event) implements Answer {}

  /** A create's end. */
  record CreateEnded(LaunchId launch, Outcome.OfCreate outcome) implements Answer {}

  /** A live read's end. */
  record LookEnded(LaunchId launch, Outcome.OfLook outcome) implements Answer {}

  /** A live read of a node: its UID, empty where there is no such node. */
  record NodeLookEnded(LaunchId launch, String uid) implements Answer {}

  /** A live read of a node that failed. */
  record NodeLookFailed(LaunchId launch, String why) implements Answer {}

  /** What a namespace's events warn of, the newest last; nothing where that could not be read. */
  record WarningsRead(String namespace, List<PodWarning> warnings) implements Answer {}

  /** A deletion's end. */
  record DeleteEnded(PodRef pod, Outcome.OfDelete outcome) implements Answer {}

  /** A release's end. */
  record ReleaseEnded(PodRef pod, Outcome.OfRelease outcome) implements Answer {}

  /** The end of keeping output. */
  record LogsEnded(PodRef pod, Outcome.OfLogs outcome) implements Answer {}
}
