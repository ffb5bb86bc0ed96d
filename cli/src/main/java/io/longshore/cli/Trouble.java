package io.longshore.cli;

/** What ends a command early, told as a sentence and what to do next; not a bug. */
final class Trouble extends RuntimeException {
  private final int exitCode;

  private Trouble(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  static Trouble usage(String sentence) {
    return new Trouble(ExitCode.USAGE, sentence);
  }

  static Trouble unreachable(String sentence) {
    return new Trouble(ExitCode.UNREACHABLE, sentence);
  }

  static Trouble refused(String sentence) {
    return new Trouble(ExitCode.REFUSED, sentence);
  }

  int exitCode() {
    return exitCode;
  }
}
