package io.longshore.cli;

import io.longshore.api.batch.v1.DeleteComputeEnvironmentRequest;
import picocli.CommandLine.Command;

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
final class DeleteEnvironmentCommand extends Deleting {
  DeleteEnvironmentCommand(Longshore longshore) {
    super(longshore, Settled.Thing.ENVIRONMENT);
  }

  @Override
  void delete(String name) {
    var _ =
        longshore()
            .call()
            .deleteComputeEnvironment(
                DeleteComputeEnvironmentRequest.newBuilder().setComputeEnvironment(name).build());
  }
}
