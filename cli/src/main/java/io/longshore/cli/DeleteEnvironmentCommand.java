package io.longshore.cli;

import io.longshore.api.batch.v1.DeleteComputeEnvironmentRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** DeleteComputeEnvironment. */
@Command(
    name = "delete-environment",
    aliases = "delete-compute-environment",
    description = {
      "Deletes a compute environment (DeleteComputeEnvironment).",
      "Its instances go too. It must be DISABLED, and no queue may have it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore update-environment spot --state DISABLED --wait",
      "  longshore delete-environment spot --wait"
    })
final class DeleteEnvironmentCommand extends Subcommand {
  @Parameters(paramLabel = "NAME", description = "Name or ARN of the environment.")
  private String name = "";

  @Option(
      names = {"-w", "--wait"},
      description = "Waits until it is gone.")
  private boolean wait;

  DeleteEnvironmentCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    var _ =
        longshore()
            .call()
            .deleteComputeEnvironment(
                DeleteComputeEnvironmentRequest.newBuilder().setComputeEnvironment(name).build());
    longshore().world().out().println("deleting environment " + name);
    return wait ? Settled.environment(longshore(), name, Settled.Goal.GONE) : ExitCode.OK;
  }
}
