package io.longshore.kit.wire;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.StreamRecord;

/** What a reader hands to the loop, in the order in which it was read. */
public sealed interface Arrival {

  /** Bytes that it holds in memory. */
  int bytes();

  /** How much it counts against the limit of a round's inputs. */
  int inputs();

  /** A record for this end, from {@code topic}; the next offset to read is behind it. */
  record Received(String topic, String topicId, long next, StreamRecord record) implements Arrival {
    @Override
    public int bytes() {
      return record.getSerializedSize();
    }

    @Override
    public int inputs() {
      return Math.max(1, record.getMessagesCount());
    }
  }

  /** A record of a compacted topic. */
  record Keyed(String topic, String key, ByteString body) implements Arrival {
    @Override
    public int bytes() {
      return body.size();
    }

    @Override
    public int inputs() {
      return 1;
    }
  }

  /**
   * Everything that was in the topics at {@code askedAt} (monotonic nanoseconds) lies before this.
   */
  record CaughtUp(long askedAt) implements Arrival {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public int inputs() {
      return 0;
    }
  }

  /** The compacted topics have been read whole: the first round may begin. */
  record CompactedRead() implements Arrival {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public int inputs() {
      return 0;
    }
  }
}
