package io.longshore.cli;

/** What the command's exit code says. With {@code --wait} the container's own code goes first. */
final class ExitCode {

  /** Done; with {@code --wait}: the job SUCCEEDED. */
  static final int OK = 0;

  /** A fault of the command itself; with {@code --wait}: the job FAILED without an exit code. */
  static final int FAILED = 1;

  /** The command line, or a file that it names, is not right. */
  static final int USAGE = 2;

  /** The service did not answer. */
  static final int UNREACHABLE = 3;

  /** The service refused, or what was asked for does not exist. */
  static final int REFUSED = 4;

  private ExitCode() {}
}
