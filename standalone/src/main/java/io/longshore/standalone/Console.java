package io.longshore.standalone;

import io.longshore.standalone.process.Announcer;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Lines on the terminal, each with the seconds since the start. */
final class Console implements Announcer {

  private final PrintStream out;
  private final Instant begun = Instant.now();

  Console(PrintStream out) {
    this.out = out;
  }

  @Override
  public void say(String who, String what) {
    var seconds = Duration.between(begun, Instant.now()).toMillis() / 1000.0;
    // One call, so that lines of several threads do not mix.
    out.println(String.format(Locale.ROOT, "%6.1f s  %-10s %s", seconds, who, what));
  }
}
