package io.longshore.queue.core.view;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Tokens of pages: where a page ended, and a mark of the question, so that a token is not taken for
 * another list. Opaque to clients; they stay good over restarts and on every instance.
 */
public final class PageToken {

  private static final String VERSION = "1";
  private static final String SEPARATOR = "\n";

  private PageToken() {}

  /** The token for what follows the position given. */
  public static String write(String question, String... position) {
    String text =
        VERSION + SEPARATOR + mark(question) + SEPARATOR + String.join(SEPARATOR, position);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
  }

  /** The position that a token of this question holds; empty for any other string. */
  public static Optional<List<String>> read(String token, String question, int parts) {
    byte[] decoded;
    try {
      decoded = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    List<String> all = Arrays.asList(text(decoded).split(SEPARATOR, -1));
    boolean ours =
        all.size() == parts + 2 && all.get(0).equals(VERSION) && all.get(1).equals(mark(question));
    return ours ? Optional.of(List.copyOf(all.subList(2, all.size()))) : Optional.empty();
  }

  private static String mark(String question) {
    return Integer.toHexString(question.hashCode());
  }

  /** Positions are names, ids and numbers, all ASCII. */
  private static byte[] bytes(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  private static String text(byte[] bytes) {
    var text = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      text.append((char) (b & 0xff));
    }
    return text.toString();
  }
}
