package io.longshore.scheduler.core.job;

/** The states' names in AWS Batch's words and order. */
public enum StateName {
  SUBMITTED,
  PENDING,
  RUNNABLE,
  STARTING,
  RUNNING,
  SUCCEEDED,
  FAILED
}
