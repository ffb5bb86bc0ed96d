package io.longshore.kit.wire;

import java.util.Map;
import java.util.Optional;

/**
 * Which topic leads to which end.
 *
 * @param outbound topic by destination; {@code x/*} serves every destination with that prefix
 */
public record Routes(String self, int cell, Map<String, String> outbound) {

  private static final String ANY = "/*";

  /** The topic to {@code receiver}, if there is a way. */
  public Optional<String> topic(String receiver) {
    String exact = outbound.get(receiver);
    if (exact != null) {
      return Optional.of(exact);
    }
    int slash = receiver.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String prefix = outbound.get(receiver.substring(0, slash) + ANY);
    return Optional.ofNullable(prefix).map(start -> start + receiver.substring(slash + 1));
  }
}
