package io.longshore.cli;

import io.longshore.api.batch.v1.DeleteJobQueueRequest;
import picocli.CommandLine.Command;

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
final class DeleteQueueCommand extends Deleting {
  DeleteQueueCommand(Longshore longshore) {
    super(longshore, Settled.Thing.QUEUE);
  }

  @Override
  void delete(String name) {
    var _ =
        longshore()
            .call()
            .deleteJobQueue(DeleteJobQueueRequest.newBuilder().setJobQueue(name).build());
  }
}
