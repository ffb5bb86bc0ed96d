package io.longshore.queue.shell.db;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Collection;
import java.util.function.Function;

/** Bytes and arrays of rows. */
final class Rows {

  private Rows() {}

  static byte[] bytes(Row row, String column) {
    Buffer buffer = row.getDelegate().getBuffer(column);
    return buffer == null ? new byte[0] : buffer.getBytes();
  }

  static <T> Buffer[] buffers(Collection<T> things, Function<T, byte[]> bytes) {
    return things.stream().map(t -> Buffer.buffer(bytes.apply(t))).toArray(Buffer[]::new);
  }

  static <T> String[] strings(Collection<T> things, Function<T, String> text) {
    return things.stream().map(text).toArray(String[]::new);
  }

  static <T> Long[] longs(Collection<T> things, Function<T, Long> number) {
    return things.stream().map(number).toArray(Long[]::new);
  }

  static <T> Integer[] ints(Collection<T> things, Function<T, Integer> number) {
    return things.stream().map(number).toArray(Integer[]::new);
  }
}
