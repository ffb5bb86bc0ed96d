package io.longshore.cli;

import io.longshore.api.batch.v1.ExplainJobRequest;
import io.longshore.api.batch.v1.ExplainJobResponse;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** ExplainJob in words. */
@Command(
    name = "explain",
    description = {
      "Says why a job is where it is (ExplainJob).",
      "The answer is what the scheduler decided in its last round."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore explain 5b1c0f6e-3a1d-4c55-9d39-0c9d4c1f0a11",
      "  longshore explain $ARRAY:7 -o json"
    })
final class ExplainCommand extends Subcommand {
  @Parameters(paramLabel = "JOB", description = "Id of a job, an array child or a node.")
  private String job = "";

  @Mixin private Output output = new Output();

  ExplainCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    ExplainJobResponse answer =
        longshore().call().explainJob(ExplainJobRequest.newBuilder().setJobId(job).build());
    output.print(
        longshore(),
        answer,
        () -> new ExplainView(longshore().world()).render(answer),
        () -> List.of(answer.getJobId()));
    return ExitCode.OK;
  }
}
