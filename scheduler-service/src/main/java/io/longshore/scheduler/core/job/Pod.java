package io.longshore.scheduler.core.job;

/**
 * What is known of a launch's pod; empty strings until placement-service has reported.
 *
 * @param uid the pod object's UID
 * @param namespace where it lives
 * @param reason why it waits, in Kubernetes' words
 * @param message the longer text beside the reason
 */
public record Pod(String uid, String namespace, String reason, String message) {
  /** Nothing is known yet. */
  public static final Pod UNKNOWN = new Pod("", "", "", "");
}
