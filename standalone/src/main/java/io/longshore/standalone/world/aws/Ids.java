package io.longshore.standalone.world.aws;

import java.util.concurrent.ThreadLocalRandom;

/** Makes ids as AWS does: a prefix and 17 hex digits. */
final class Ids {

  private Ids() {}

  static String next(String prefix) {
    var random = ThreadLocalRandom.current();
    return "%s-0%016x".formatted(prefix, random.nextLong());
  }
}
