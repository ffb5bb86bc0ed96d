package io.longshore.scheduler.core.explain;

/** Why an environment cannot take a job now. */
public enum EnvironmentReason {
  HAS_ROOM,
  CAPACITY_ON_THE_WAY,
  NO_ROOM_NOW,
  AT_MAXIMUM,
  MAXIMUM_TOO_SMALL,
  NO_TYPE_FITS,
  CAPACITY_REFUSED,
  NO_NODES,
  DISABLED,
  NOT_VALID,
  CLUSTER_AWAY,
  LAUNCH_LIMIT
}
