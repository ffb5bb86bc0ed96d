package io.longshore.placement.core.fence;

import org.jspecify.annotations.Nullable;

/** What the cluster answered about the fence. */
public sealed interface FenceEvent {

  /**
   * The number was read.
   *
   * @param epoch the number, 0 where there is none
   * @param resourceVersion of the ConfigMap, null where it is missing
   */
  record Read(long epoch, @Nullable String resourceVersion) implements FenceEvent {}

  /** The number is raised. */
  record Raised(long epoch) implements FenceEvent {}

  /** Another had changed the ConfigMap meanwhile. */
  record Overtaken() implements FenceEvent {}

  /** A dry-run create with the old epoch was refused by the fence, one with the new accepted. */
  record Holds() implements FenceEvent {}

  /** The fence does not hold: the old epoch was accepted, or the new one refused. */
  record Leaks(String why) implements FenceEvent {}

  /** The cluster did not answer, or not with anything of use. */
  record Failed(String why) implements FenceEvent {}

  /** A create under our own epoch was refused by the fence: another raised it. */
  record Lost() implements FenceEvent {}

  /** Time went by. */
  record Tick() implements FenceEvent {}
}
