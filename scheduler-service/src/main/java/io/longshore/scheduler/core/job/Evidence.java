package io.longshore.scheduler.core.job;

/** What proves that a launch has ended. */
public enum Evidence {
  /** Every container's status says terminated. */
  CONTAINERS_TERMINATED,
  /** The kubelet refused the pod before any container ran. */
  ADMISSION_REFUSED,
  /** The pod was never created and never will be. */
  NEVER_CREATED,
  /** The API server refused the pod as it stands: a retry cannot help. */
  INVALID_POD,
  /** EC2 says terminated, or no longer knows the instance. */
  INSTANCE_TERMINATED,
  /** An operator declared the node dead. */
  DECLARED_LOST
}
