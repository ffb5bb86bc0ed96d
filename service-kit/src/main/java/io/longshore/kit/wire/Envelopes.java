package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.Statement;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Runs;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the records of one ownership: every one carries the acknowledgements that are due, and none
 * is larger than a record may be.
 *
 * @param self this end
 * @param cell the cell
 * @param epoch the ownership's, for the reader's log
 */
public record Envelopes(String self, int cell, long epoch) {

  /** The records of one outbox row. */
  public List<StreamRecord> rows(Lane lane, long first, List<ByteString> messages, long now) {
    List<Integer> sizes = messages.stream().map(ByteString::size).toList();
    var records = new ArrayList<StreamRecord>();
    for (Runs.Slice slice : Runs.split(sizes, Runs.RECORD_BYTES)) {
      records.add(
          envelope(lane, now)
              .setFirst(first + slice.from())
              .setLast(first + slice.to() - 1)
              .addAllMessages(messages.subList(slice.from(), slice.to()))
              .build());
    }
    return records;
  }

  /** The records of these statements. */
  public List<StreamRecord> statements(Lane lane, List<Statement> all, long now) {
    return Statementbook.portions(all).stream()
        .map(portion -> envelope(lane, now).addAllStatements(portion).build())
        .toList();
  }

  /** Acknowledgements alone. */
  public StreamRecord acks(Lane lane, long now) {
    return envelope(lane, now).build();
  }

  private StreamRecord.Builder envelope(Lane lane, long now) {
    return StreamRecord.newBuilder()
        .setFrom(self)
        .setTo(lane.receiver())
        .setCell(cell)
        .setEpoch(epoch)
        .mergeFrom(lane.history())
        .addAllAcks(lane.acks(now));
  }
}
