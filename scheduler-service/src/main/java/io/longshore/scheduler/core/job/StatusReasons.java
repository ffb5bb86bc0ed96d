package io.longshore.scheduler.core.job;

/** AWS Batch's literal status reasons, which retry rules and tools match. */
public final class StatusReasons {
  public static final String DEPENDENCY_FAILED = "Dependent Job failed";
  public static final String CHILD_FAILED = "Array Child Job failed";
  public static final String TIMEOUT = "Job attempt duration exceeded timeout";
  public static final String CONTAINER_EXITED = "Essential container in task exited";
  public static final String FAILED_TO_START = "Task failed to start";
  public static final String QUEUE_DELETED = "JobQueue deleted";

  private StatusReasons() {}

  /**
   * The words that rules such as {@code Host EC2*} match; a node without an instance gives its
   * name.
   */
  public static String hostLost(Launch launch) {
    var host =
        launch.place().instanceId().isEmpty()
            ? launch.place().nodeName()
            : launch.place().instanceId();
    return "Host EC2 (instance " + host + ") terminated.";
  }
}
