package io.longshore.queue.shell;

import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.internal.v1.EndedAttempts;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.queue.shell.db.JobTable.JobRow;
import io.longshore.queue.wire.ViewWire;

/** Rows of the read model as messages. */
final class Views {

  private Views() {}

  /** A row with the detail of its job. */
  static ViewWire.Stored stored(JobRow row, JobDetail detail) {
    return new ViewWire.Stored(
        row.id(),
        detail,
        row.change().length == 0 ? null : Parse.of(JobChange.parser(), row.change()),
        Parse.of(EndedAttempts.parser(), row.attempts()).getAttemptsList(),
        row.arraySize());
  }
}
