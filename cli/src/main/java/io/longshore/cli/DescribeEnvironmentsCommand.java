package io.longshore.cli;

import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsResponse;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** DescribeComputeEnvironments. */
@Command(
    name = "environments",
    aliases = {"environment", "compute-environments"},
    description =
        "Shows compute environments (DescribeComputeEnvironments), all of them where none is"
            + " named.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore describe environments",
      "  longshore describe environments spot on-demand -o json"
    })
final class DescribeEnvironmentsCommand extends Subcommand {
  @Parameters(arity = "0..*", paramLabel = "ENVIRONMENT", description = "Names or ARNs.")
  private List<String> environments = new ArrayList<>();

  @Mixin private Output output = new Output();

  DescribeEnvironmentsCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    Pages<ComputeEnvironmentDetail> found = Pages.all("", this::page);
    output.print(
        longshore(),
        DescribeComputeEnvironmentsResponse.newBuilder()
            .addAllComputeEnvironments(found.rows())
            .build(),
        () -> RegistryViews.environments(found.rows()),
        () ->
            found.rows().stream()
                .map(ComputeEnvironmentDetail::getComputeEnvironmentName)
                .toList());
    return DescribeCommand.tellMissing(
        longshore(),
        "environment",
        environments,
        asked ->
            found.rows().stream()
                .anyMatch(
                    one ->
                        one.getComputeEnvironmentName().equals(asked)
                            || one.getComputeEnvironmentArn().equals(asked)));
  }

  private Pages<ComputeEnvironmentDetail> page(String token) {
    var request =
        DescribeComputeEnvironmentsRequest.newBuilder().addAllComputeEnvironments(environments);
    if (!token.isEmpty()) {
      request.setNextToken(token);
    }
    var answer = longshore().call().describeComputeEnvironments(request.build());
    return new Pages<>(answer.getComputeEnvironmentsList(), answer.getNextToken());
  }
}
