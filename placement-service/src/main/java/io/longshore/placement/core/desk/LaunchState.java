package io.longshore.placement.core.desk;

import io.longshore.placement.core.PodRef;

/** Where a launch's pod is in its life. */
public sealed interface LaunchState {

  /** No create has been sent, or each that was is known to have come to nothing. */
  record Waiting() implements LaunchState {}

  /**
   * A create may have been sent under this epoch, and counts as a pod until a live read finds it,
   * or the epoch was raised past it and the fence seen to refuse.
   */
  record Creating(long epoch, String namespace) implements LaunchState {}

  /** The pod is there. */
  record Present(PodRef pod) implements LaunchState {}

  /** The pod is gone, or never was and never will be. */
  record Absent() implements LaunchState {}
}
