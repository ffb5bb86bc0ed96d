package io.longshore.cli;

import io.longshore.api.batch.v1.DeregisterJobDefinitionRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** DeregisterJobDefinition. */
@Command(
    name = "deregister-definition",
    aliases = "deregister-job-definition",
    description = {
      "Makes a revision INACTIVE (DeregisterJobDefinition).",
      "No new job can use it; those that are queued or run go on."
    },
    footerHeading = "%nExamples:%n",
    footer = "  longshore deregister-definition wc:3")
final class DeregisterDefinitionCommand extends Subcommand {
  @Parameters(paramLabel = "DEFINITION", description = "NAME:REVISION or ARN.")
  private String definition = "";

  DeregisterDefinitionCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    var _ =
        longshore()
            .call()
            .deregisterJobDefinition(
                DeregisterJobDefinitionRequest.newBuilder().setJobDefinition(definition).build());
    longshore().world().out().println("deregistered " + definition);
    return ExitCode.OK;
  }
}
