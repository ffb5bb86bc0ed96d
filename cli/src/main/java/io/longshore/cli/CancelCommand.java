package io.longshore.cli;

import io.longshore.api.batch.v1.CancelJobRequest;
import io.longshore.api.batch.v1.CancelJobsRequest;
import io.longshore.api.batch.v1.CancelJobsResponse;
import java.util.List;
import picocli.CommandLine.Command;

/** CancelJob of one, CancelJobs of several. */
@Command(
    name = "cancel",
    aliases = {"cancel-job", "cancel-jobs"},
    description = {
      "Cancels jobs that have not started (CancelJob, CancelJobs).",
      "They end FAILED with the reason. Jobs that are STARTING or RUNNING go on: terminate ends"
          + " those too. Unknown ids are no error."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore cancel 5b1c0f6e-3a1d-4c55-9d39-0c9d4c1f0a11 --reason 'wrong input'",
      "  longshore cancel $(longshore list -q main --status RUNNABLE --all -o id)"
    })
final class CancelCommand extends EndJobs {
  CancelCommand(Longshore longshore) {
    super(longshore, "Cancelled by the longshore command.", "asked to cancel");
  }

  @Override
  void one(String job, String reason) {
    var _ =
        longshore()
            .call()
            .cancelJob(CancelJobRequest.newBuilder().setJobId(job).setReason(reason).build());
  }

  @Override
  List<NotEnded> many(List<String> jobs, String reason) {
    return longshore()
        .call()
        .cancelJobs(CancelJobsRequest.newBuilder().addAllJobs(jobs).setReason(reason).build())
        .getErrorsList()
        .stream()
        .map(error -> new NotEnded(error.getJob(), error.getCode(), error.getMessage()))
        .toList();
  }

  @Override
  CancelJobsResponse answer(List<String> ended, List<NotEnded> failed) {
    var answer = CancelJobsResponse.newBuilder().addAllSuccessful(ended);
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
