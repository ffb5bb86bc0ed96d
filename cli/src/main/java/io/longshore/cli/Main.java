package io.longshore.cli;

/** Runs the command line once and ends the process with its exit code. */
public final class Main {
  private Main() {}

  /** The command line, without the program's name. */
  public static void main(String[] args) {
    System.exit(new Longshore(Surroundings.real()).run(args));
  }
}
