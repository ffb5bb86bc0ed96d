package io.longshore.cli;

import io.longshore.api.batch.v1.DeleteJobQueueRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** DeleteJobQueue. */
@Command(
    name = "delete-queue",
    aliases = "delete-job-queue",
    description = {
      "Deletes a job queue and terminates its jobs (DeleteJobQueue).",
      "It must be DISABLED."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore update-queue main --state DISABLED --wait",
      "  longshore delete-queue main --wait"
    })
final class DeleteQueueCommand extends Subcommand {
  @Parameters(paramLabel = "NAME", description = "Name or ARN of the queue.")
  private String name = "";

  @Option(
      names = {"-w", "--wait"},
      description = "Waits until it is gone.")
  private boolean wait;

  DeleteQueueCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    var _ =
        longshore()
            .call()
            .deleteJobQueue(DeleteJobQueueRequest.newBuilder().setJobQueue(name).build());
    longshore().world().out().println("deleting queue " + name);
    return wait ? Settled.queue(longshore(), name, Settled.Goal.GONE) : ExitCode.OK;
  }
}
