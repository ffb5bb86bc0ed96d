package io.longshore.standalone.world.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Finds where the last lines of a file begin. */
final class LogTail {

  private static final int CHUNK = 64 << 10;

  private LogTail() {}

  /** The position at which the last n lines start. */
  static long start(FileChannel channel, long lines) throws IOException {
    long end = channel.size();
    if (lines == 0) {
      return end;
    }
    long seen = 0;
    // The line feed at the very end closes the last line and opens none.
    long before = end - 1;
    while (before > 0) {
      long from = Math.max(0, before - CHUNK);
      var buffer = ByteBuffer.allocate((int) (before - from));
      channel.read(buffer, from);
      for (int i = buffer.position() - 1; i >= 0; i--) {
        if (buffer.get(i) == '\n' && ++seen == lines) {
          return from + i + 1;
        }
      }
      before = from;
    }
    return 0;
  }
}
