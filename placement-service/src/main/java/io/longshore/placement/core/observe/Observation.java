package io.longshore.placement.core.observe;

/** What looking at a pod comes to. */
public sealed interface Observation {

  /** The launch moved: this is to be reported. */
  record Moved(LaunchReport report) implements Observation {}

  /** Nothing new. */
  record Ignored(String why) implements Observation {}

  /**
   * The kubelet says that it refused the pod before anything ran. That is an end only if the node
   * still is the one meant, which the caller must look up live: a namesake's kubelet also refuses
   * pods that run on a machine it has never met.
   */
  record Refused(LaunchReport ifTheNodeIsStillThere) implements Observation {}

  /** The pod is in a final phase, but nothing proves that its containers stopped. */
  record Unproven(String why) implements Observation {}
}
