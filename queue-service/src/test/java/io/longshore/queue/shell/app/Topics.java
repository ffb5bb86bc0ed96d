package io.longshore.queue.shell.app;

/** The topics that queue-service reads and writes. */
final class Topics {

  static final String ALL =
      "longshore.commands,longshore.registry,longshore.job-changes,longshore.job-events,"
          + "longshore.placement-reports,longshore.capacity-reports,longshore.submissions,"
          + "longshore.submissions.rejected";

  private Topics() {}
}
