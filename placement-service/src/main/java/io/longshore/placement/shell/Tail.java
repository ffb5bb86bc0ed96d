package io.longshore.placement.shell;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The end of a stream.
 *
 * @param bytes at most as many as were wanted
 * @param lost how many came before them
 */
record Tail(byte[] bytes, long lost) {

  private static final int CHUNK = 64 * 1024;

  /** Most bytes of a character that follow its first. */
  private static final int LONGEST_REST = 3;

  /**
   * Reads a stream to its end and keeps the last {@code most} bytes, less up to three that would be
   * the rest of a character of which the beginning is lost.
   */
  static Tail of(InputStream in, int most) throws IOException {
    byte[] kept = new byte[Math.min(CHUNK, most)];
    byte[] chunk = new byte[CHUNK];
    long total = 0;
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      for (int copied = 0; copied < n; ) {
        int at = (int) (total % most);
        if (at >= kept.length) {
          kept = Arrays.copyOf(kept, Math.min(most, kept.length * 4));
        }
        int fits = Math.min(n - copied, kept.length - at);
        System.arraycopy(chunk, copied, kept, at, fits);
        copied += fits;
        total += fits;
      }
    }
    if (total <= most) {
      return new Tail(Arrays.copyOf(kept, (int) total), 0);
    }
    int start = (int) (total % most);
    byte[] ordered = new byte[most];
    System.arraycopy(kept, start, ordered, 0, most - start);
    System.arraycopy(kept, 0, ordered, most - start, start);
    int rest = restOfACharacter(ordered);
    return new Tail(Arrays.copyOfRange(ordered, rest, most), total - most + rest);
  }

  /** How many bytes continue a character of UTF-8 that begins before; 0 where it is no UTF-8. */
  private static int restOfACharacter(byte[] bytes) {
    int rest = 0;
    while (rest < bytes.length && (bytes[rest] & 0xC0) == 0x80) {
      rest++;
    }
    return rest <= LONGEST_REST ? rest : 0;
  }

  /** Where the last {@code lines} lines begin. */
  static int lastLines(byte[] bytes, long lines) {
    if (lines <= 0) {
      return bytes.length;
    }
    long seen = 0;
    // The end of the last line is no line of its own.
    for (int i = bytes.length - 2; i >= 0; i--) {
      if (bytes[i] == '\n' && ++seen == lines) {
        return i + 1;
      }
    }
    return 0;
  }
}
