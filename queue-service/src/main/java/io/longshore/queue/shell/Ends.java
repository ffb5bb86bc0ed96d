package io.longshore.queue.shell;

/** Ends of streams and names of topics, as the deployment has them. */
final class Ends {

  static final String SELF = "queue";
  static final String SCHEDULER = "scheduler";

  static final String COMMANDS = "longshore.commands";
  static final String JOB_CHANGES = "longshore.job-changes";
  static final String PLACEMENT_REPORTS = "longshore.placement-reports";
  static final String CAPACITY_REPORTS = "longshore.capacity-reports";
  static final String REGISTRY = "longshore.registry";
  static final String JOB_EVENTS = "longshore.job-events";
  static final String SUBMISSIONS = "longshore.submissions";
  static final String REJECTED = "longshore.submissions.rejected";

  private Ends() {}
}
