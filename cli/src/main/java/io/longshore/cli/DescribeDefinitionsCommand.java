package io.longshore.cli;

import io.longshore.api.batch.v1.DescribeJobDefinitionsRequest;
import io.longshore.api.batch.v1.DescribeJobDefinitionsResponse;
import io.longshore.api.batch.v1.JobDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** DescribeJobDefinitions. */
@Command(
    name = "definitions",
    aliases = {"definition", "job-definitions"},
    description =
        "Shows job definitions (DescribeJobDefinitions), all of them where none is named.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore describe definitions --status ACTIVE",
      "  longshore describe definitions wc",
      "  longshore describe definitions wc:3 -o json"
    })
final class DescribeDefinitionsCommand extends Subcommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "DEFINITION",
      description = "One NAME (all its revisions), or any number of NAME:REVISION or ARNs.")
  private List<String> definitions = new ArrayList<>();

  @Option(names = "--status", paramLabel = "STATUS", description = "ACTIVE or INACTIVE.")
  private @Nullable String status;

  @Mixin private Output output = new Output();

  DescribeDefinitionsCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    Pages<JobDefinition> found = Pages.all("", this::page);
    output.print(
        longshore(),
        DescribeJobDefinitionsResponse.newBuilder().addAllJobDefinitions(found.rows()).build(),
        () -> RegistryViews.definitions(found.rows()),
        () -> found.rows().stream().map(JobDefinition::getJobDefinitionArn).toList());
    return DescribeCommand.tellMissing(
        longshore(),
        "definition",
        definitions,
        asked -> found.rows().stream().anyMatch(one -> isNamed(one, asked)));
  }

  private static boolean isNamed(JobDefinition one, String asked) {
    return asked.equals(one.getJobDefinitionName())
        || asked.equals(one.getJobDefinitionName() + ":" + one.getRevision())
        || asked.equals(one.getJobDefinitionArn());
  }

  private Pages<JobDefinition> page(String token) {
    var request = DescribeJobDefinitionsRequest.newBuilder();
    boolean isName = definitions.size() == 1 && !definitions.getFirst().contains(":");
    if (isName) {
      request.setJobDefinitionName(definitions.getFirst());
    } else {
      request.addAllJobDefinitions(definitions);
    }
    setIfGiven(status, request::setStatus);
    if (!token.isEmpty()) {
      request.setNextToken(token);
    }
    var answer = longshore().call().describeJobDefinitions(request.build());
    return new Pages<>(answer.getJobDefinitionsList(), answer.getNextToken());
  }
}
