package io.longshore.placement.core.fence;

import org.jspecify.annotations.Nullable;

/** What is to be asked of the cluster about the fence; each is answered by one event. */
public sealed interface FenceAction {

  /** Read the ConfigMap. */
  record ReadFence() implements FenceAction {}

  /**
   * Write the number.
   *
   * @param resourceVersion what was read; null creates the ConfigMap
   */
  record RaiseFence(long to, @Nullable String resourceVersion) implements FenceAction {}

  /** Dry-run creates on new connections, with the epoch before and with this one. */
  record ProbeFence(long epoch) implements FenceAction {}
}
