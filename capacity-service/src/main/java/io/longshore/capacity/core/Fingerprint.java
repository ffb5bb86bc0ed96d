package io.longshore.capacity.core;

import java.util.HexFormat;

/**
 * A short name for content: equal content has equal names, on every machine and in every run. It
 * tells versions of one environment's things apart (64-bit FNV-1a); it proves nothing.
 */
public final class Fingerprint {

  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Fingerprint() {}

  /** Sixteen hexadecimal digits over the parts' texts in order. */
  public static String of(Object... parts) {
    long hash = OFFSET;
    for (var part : parts) {
      var text = part.toString();
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * PRIME;
      }
      hash = (hash ^ 0x1f) * PRIME;
    }
    return HexFormat.of().toHexDigits(hash);
  }
}
