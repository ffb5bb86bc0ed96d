package io.longshore.kit.shell.kafka;

import io.longshore.kit.shell.Wiring;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which topic leads to which end. */
public record Routes(String self, int cell, Map<String, String> outbound) {

  private static final String ANY = "/*";

  /** What {@code wiring} says. */
  public static Routes of(Wiring wiring) {
    return new Routes(wiring.self(), wiring.cell(), wiring.outbound());
  }

  /** The topic to {@code receiver}, if the wiring knows a way. */
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

  /** The ends that are named without a wildcard. */
  List<String> named() {
    return outbound.keySet().stream().filter(key -> !key.endsWith(ANY)).sorted().toList();
  }
}
