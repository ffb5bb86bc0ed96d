package io.longshore.queue.shell;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;

/** Messages from our own tables: what is there was written by us, so unreadable bytes are a bug. */
final class Parse {

  private Parse() {}

  static <T> T of(Parser<T> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a row of our own cannot be read", e);
    }
  }
}
