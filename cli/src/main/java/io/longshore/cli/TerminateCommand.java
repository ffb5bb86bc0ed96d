package io.longshore.cli;

import io.longshore.api.batch.v1.TerminateJobRequest;
import io.longshore.api.batch.v1.TerminateJobsRequest;
import io.longshore.api.batch.v1.TerminateJobsResponse;
import java.util.List;
import picocli.CommandLine.Command;

/** TerminateJob of one, TerminateJobs of several. */
@Command(
    name = "terminate",
    aliases = {"terminate-job", "terminate-jobs"},
    description = {
      "Ends jobs whatever they do (TerminateJob, TerminateJobs).",
      "What runs gets SIGTERM, and SIGKILL 30 seconds later. The jobs end FAILED with the reason"
          + " and are not retried. Unknown ids are no error."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore terminate 5b1c0f6e-3a1d-4c55-9d39-0c9d4c1f0a11 --reason 'runs away'",
      "  longshore terminate $(longshore list -q main --status RUNNING --all -o id)"
    })
final class TerminateCommand extends EndJobs {
  TerminateCommand(Longshore longshore) {
    super(longshore, "Terminated by the longshore command.", "asked to terminate");
  }

  @Override
  void one(String job, String reason) {
    var _ =
        longshore()
            .call()
            .terminateJob(TerminateJobRequest.newBuilder().setJobId(job).setReason(reason).build());
  }

  @Override
  List<NotEnded> many(List<String> jobs, String reason) {
    return longshore()
        .call()
        .terminateJobs(TerminateJobsRequest.newBuilder().addAllJobs(jobs).setReason(reason).build())
        .getErrorsList()
        .stream()
        .map(error -> new NotEnded(error.getJob(), error.getCode(), error.getMessage()))
        .toList();
  }

  @Override
  TerminateJobsResponse answer(List<String> ended, List<NotEnded> failed) {
    var answer = TerminateJobsResponse.newBuilder().addAllSuccessful(ended);
    failed.forEach(
        one ->
            answer
                .addErrorsBuilder()
                .setJob(one.job())
                .setCode(one.code())
                .setMessage(one.message()));
    return answer.build();
  }
}
