package io.longshore.scheduler.wire;

import io.longshore.api.internal.v1.HoldRow;
import io.longshore.scheduler.core.job.Hold;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;

/** What is held for an operator as its rows keep it; the message is the key. */
public final class HoldRows {
  private HoldRows() {}

  public static byte[] write(Hold hold) {
    var m =
        HoldRow.newBuilder()
            .setJobId(hold.job().id().toString())
            .setReason(hold.reason())
            .setSince(hold.since().toEpochMilli());
    if (hold.job().isChild()) {
      m.setArrayIndex(hold.job().index());
    }
    return m.build().toByteArray();
  }

  /** A hold from its row. */
  public static Hold read(String source, byte[] bytes) {
    var m = JobRows.parse(HoldRow.parser(), bytes);
    var id = JobId.of(m.getJobId());
    var job = m.hasArrayIndex() ? new JobKey(id, m.getArrayIndex()) : JobKey.whole(id);
    return new Hold(source, job, m.getReason(), CommonWire.time(m.getSince()));
  }
}
