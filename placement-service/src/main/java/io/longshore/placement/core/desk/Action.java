package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.fence.FenceAction;
import io.longshore.placement.core.pod.PodPlan;
import java.util.List;

/** What is to be done at the cluster once the step is committed; each is answered by one input. */
public sealed interface Action {

  /** Something about the fence. */
  record Guard(FenceAction fence) implements Action {}

  /** List and watch everything from now on. */
  record Survey() implements Action {}

  /** Create a pod. Sent once: what is not answered is never sent again under the same epoch. */
  record Create(LaunchId launch, PodPlan plan) implements Action {}

  /** Read a pod live. */
  record Look(LaunchId launch, String namespace) implements Action {}

  /** Read a node live. */
  record LookAtNode(LaunchId launch, String node) implements Action {}

  /** Read what a namespace's events warn of. */
  record ReadWarnings(String namespace) implements Action {}

  /** Delete a pod with its grace; its finalizer keeps the object. */
  record Delete(PodRef pod, int graceSeconds) implements Action {}

  /** Let a pod's object go: delete it at once, and take our finalizer away. */
  record Release(PodRef pod) implements Action {}

  /** Keep the end of each container's output. */
  record KeepLogs(PodRef pod, List<LogSource> containers) implements Action {}

  /** A container that may have output. */
  record LogSource(String container, boolean init) {}
}
