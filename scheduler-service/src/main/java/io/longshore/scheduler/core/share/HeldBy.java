package io.longshore.scheduler.core.share;

/** Why the head of a queue was not dispatched. */
public enum HeldBy {
  /** No node of its environments has room for it. */
  NO_ROOM,
  /** The cluster has as many unconfirmed launches as it may have. */
  LAUNCH_LIMIT,
  /** The round had dispatched as much as it may. */
  ROUND_LIMIT
}
