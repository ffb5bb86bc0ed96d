package io.longshore.standalone;

import io.longshore.standalone.stack.Ports.Listener;
import java.util.Locale;

/** Words for people. */
final class Names {

  private Names() {}

  /** A listener, such as "world kubernetes". */
  static String of(Listener listener) {
    return listener.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
