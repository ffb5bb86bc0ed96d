package io.longshore.kit.testing;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Keeps the broker's own log out of the tests'. */
final class Quiet {

  // Held, or the levels would be collected with the loggers.
  private static final List<Logger> LOGGERS =
      Stream.of("kafka", "org.apache.kafka", "state.change.logger", "io.zonky.test")
          .map(Logger::getLogger)
          .toList();

  private Quiet() {}

  static void down() {
    LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
  }
}
