package io.longshore.queue.core.registry;

/** The status of a compute environment or a queue, in AWS Batch's words. */
public enum EnvironmentStatus {
  CREATING,
  UPDATING,
  DELETING,
  DELETED,
  VALID,
  INVALID;

  /** Whether a change is under way, during which no other is accepted. */
  public boolean beingModified() {
    return switch (this) {
      case CREATING, UPDATING, DELETING -> true;
      case DELETED, VALID, INVALID -> false;
    };
  }

  /** Whether it is gone or on its way out. */
  public boolean leaving() {
    return switch (this) {
      case DELETING, DELETED -> true;
      case CREATING, UPDATING, VALID, INVALID -> false;
    };
  }
}
