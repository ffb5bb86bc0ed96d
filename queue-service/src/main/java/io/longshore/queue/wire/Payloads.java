package io.longshore.queue.wire;

import com.google.protobuf.Message;
import io.longshore.queue.core.Payload;
import java.util.List;

/** Sizes of requests. */
final class Payloads {

  /** A number with its tag, roughly: what is largest is never a number. */
  private static final int NUMBER = 8;

  private Payloads() {}

  static Payload of(Message request) {
    String largest = "";
    long most = -1;
    for (var entry : request.getAllFields().entrySet()) {
      long size = size(entry.getValue());
      if (size > most) {
        most = size;
        largest = entry.getKey().getJsonName();
      }
    }
    return new Payload(request.getSerializedSize(), largest);
  }

  private static long size(Object value) {
    return switch (value) {
      case Message message -> message.getSerializedSize();
      case String text -> text.length();
      case List<?> list -> list.stream().mapToLong(Payloads::size).sum();
      default -> NUMBER;
    };
  }
}
