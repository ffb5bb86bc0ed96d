package io.longshore.standalone;

import java.nio.file.Path;

/** Where file names begin: the checkout's own there, the user's where the user called. */
final class Root {

  private Root() {}

  /** The folder of the checkout: what {@code ./longshore} says, else the working directory. */
  static Path folder() {
    return Path.of(System.getProperty("longshore.root", "")).toAbsolutePath().normalize();
  }

  /**
   * The file that a user means by a name: {@code ./longshore} changes into the checkout, and says
   * from where it was called.
   */
  static Path named(Path name) {
    var caller = Path.of(System.getProperty("longshore.caller", ""));
    return caller.resolve(name).toAbsolutePath().normalize();
  }
}
