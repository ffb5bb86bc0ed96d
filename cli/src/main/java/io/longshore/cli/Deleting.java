package io.longshore.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What deleting queues and environments have in common. */
abstract class Deleting extends Subcommand {
  @Parameters(paramLabel = "NAME", description = "Name or ARN of what is deleted.")
  private String name = "";

  @Option(
      names = {"-w", "--wait"},
      description = "Waits until it is gone.")
  private boolean wait;

  private final Settled.Thing thing;

  Deleting(Longshore longshore, Settled.Thing thing) {
    super(longshore);
    this.thing = thing;
  }

  /** Asks for the deletion. */
  abstract void delete(String name);

  @Override
  public final Integer call() {
    delete(name);
    longshore().world().out().println("deleting " + thing.word() + " " + name);
    return wait ? Settled.await(longshore(), thing, name, Settled.Goal.GONE) : ExitCode.OK;
  }
}
