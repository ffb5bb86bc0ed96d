package io.longshore.kit.shell.cell;

/** The program threw, or the database refused what it wanted to write. */
final class StepFailed extends RuntimeException {

  StepFailed(Throwable cause) {
    super(cause);
  }
}
