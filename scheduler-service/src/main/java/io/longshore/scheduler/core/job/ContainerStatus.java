package io.longshore.scheduler.core.job;

import org.jspecify.annotations.Nullable;

/**
 * How one container of a launch ended or stands.
 *
 * @param name in the pod
 * @param init true for an init container
 * @param containerId the runtime's id, empty where unknown
 * @param exitCode null until it has terminated
 * @param reason Kubernetes' reason, such as Completed, Error, OOMKilled
 * @param message the longer text beside the reason
 */
public record ContainerStatus(
    String name,
    boolean init,
    String containerId,
    @Nullable Integer exitCode,
    String reason,
    String message) {

  public boolean endedWell() {
    return exitCode != null && exitCode == 0;
  }

  public boolean endedBadly() {
    return exitCode != null && exitCode != 0;
  }

  /**
   * Ended by SIGKILL or SIGTERM that its own memory limit does not account for: what a dying host
   * does to a container, and what a program may also do to itself.
   */
  public boolean endedBySignal() {
    return exitCode != null && (exitCode == 137 || exitCode == 143) && !reason.equals("OOMKilled");
  }
}
