package io.longshore.cli;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has. A command parses, asks, prints, and returns an exit code. */
abstract class Subcommand implements Callable<Integer> {
  private final Longshore longshore;

  @Spec private @Nullable CommandSpec spec;

  Subcommand(Longshore longshore) {
    this.longshore = longshore;
  }

  final Longshore longshore() {
    return longshore;
  }

  /** Hands an option on where it was given. */
  static <T> void setIfGiven(@Nullable T option, Consumer<T> to) {
    if (option != null) {
      to.accept(option);
    }
  }

  /** The command line is not right: the sentence, and where the help is. */
  final ParameterException usage(String sentence) {
    if (spec == null) {
      throw new IllegalStateException("the command line is not set up");
    }
    return new ParameterException(spec.commandLine(), sentence);
  }
}
