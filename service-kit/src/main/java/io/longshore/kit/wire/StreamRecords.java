package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.StreamRecord;
import io.longshore.kit.core.Undecodable;
import org.jspecify.annotations.Nullable;

/** The bytes of a record on an internal topic. */
public final class StreamRecords {

  private StreamRecords() {}

  /**
   * Reads a record whole.
   *
   * @throws Undecodable if it is none, or if its numbers contradict its messages
   */
  public static StreamRecord read(byte @Nullable [] value) {
    if (value == null) {
      throw new Undecodable("stream record", "it is empty");
    }
    StreamRecord record;
    try {
      record = StreamRecord.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("stream record", e);
    }
    if (record.getFrom().isEmpty() || record.getTo().isEmpty()) {
      throw new Undecodable("stream record", "it names no ends");
    }
    int messages = record.getMessagesCount();
    boolean numbered =
        messages == 0
            ? record.getFirst() == 0 && record.getLast() == 0
            : record.getFirst() >= 1
                && record.getLast() - record.getFirst() + 1 == messages
                && record.getIncarnation() >= 1;
    numbered &= lineage(record);
    if (!numbered) {
      throw new Undecodable(
          "stream record",
          "%d messages are numbered %d..%d of incarnation %d"
              .formatted(messages, record.getFirst(), record.getLast(), record.getIncarnation()));
    }
    return record;
  }

  /** Whether the record's incarnation, where it names one, can have been opened so. */
  private static boolean lineage(StreamRecord record) {
    return record.getIncarnation() == 0
        || (record.getIncarnation() > record.getParent()
            && record.getParent() >= 0
            && record.getBase() >= 0
            && record.getCut() >= 0);
  }

  /** The record's statements and acknowledgements alone. */
  public static StreamRecord withoutMessages(StreamRecord record) {
    return record.toBuilder().clearMessages().setFirst(0).setLast(0).setIncarnation(0).build();
  }

  /** The value of a record of a compacted topic; empty: a deletion. */
  public static ByteString body(byte @Nullable [] value) {
    return value == null ? ByteString.EMPTY : ByteString.copyFrom(value);
  }
}
