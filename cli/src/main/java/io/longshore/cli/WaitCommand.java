package io.longshore.cli;

import io.longshore.api.batch.v1.DescribeJobsResponse;
import io.longshore.api.batch.v1.JobDetail;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Waits for jobs that were submitted before. */
@Command(
    name = "wait",
    description = "Waits until jobs have ended, as submit --wait does.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore wait 5b1c0f6e-3a1d-4c55-9d39-0c9d4c1f0a11",
      "  longshore wait $A $B -o json",
      "",
      "The exit code is that of the first job, in the order given, that did not SUCCEED."
    })
final class WaitCommand extends Subcommand {
  @Parameters(arity = "1..*", paramLabel = "JOB", description = "Ids of jobs.")
  private List<String> jobs = new ArrayList<>();

  @Mixin private Output output = new Output();

  WaitCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    List<JobDetail> ended = new Waiter(longshore()).await(jobs);
    output.print(
        longshore(),
        DescribeJobsResponse.newBuilder().addAllJobs(ended).build(),
        () -> new JobViews(longshore().world()).endings(ended),
        () -> jobs);
    return Endings.exitCode(ended);
  }
}
