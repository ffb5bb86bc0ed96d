package io.longshore.queue.shell;

import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.queue.core.registry.Queue;
import io.longshore.queue.shell.db.RegistryTable.Entry;
import io.longshore.queue.wire.QueueWire;

/** A queue as it is stored, and as rules look at it. */
record StoredQueue(JobQueueDetail detail, Queue queue) {

  static StoredQueue of(Entry row) {
    var detail = Parse.of(JobQueueDetail.parser(), row.detail());
    return new StoredQueue(detail, QueueWire.read(detail, row.version()));
  }
}
