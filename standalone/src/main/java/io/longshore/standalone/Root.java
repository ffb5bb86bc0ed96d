package io.longshore.standalone;

import java.nio.file.Path;

/** The folder of the checkout. */
final class Root {

  private Root() {}

  /** What {@code ./longshore} says, else the working directory. */
  static Path folder() {
    return Path.of(System.getProperty("longshore.root", "")).toAbsolutePath().normalize();
  }
}
