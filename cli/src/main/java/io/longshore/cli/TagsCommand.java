package io.longshore.cli;

import io.longshore.api.batch.v1.ListTagsForResourceRequest;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** ListTagsForResource. */
@Command(
    name = "tags",
    aliases = "list-tags-for-resource",
    description = "Lists the tags of a resource (ListTagsForResource).",
    footerHeading = "%nExamples:%n",
    footer = "  longshore tags arn:aws:batch:us-east-1:000000000000:job-queue/main")
final class TagsCommand extends Subcommand {
  @Parameters(paramLabel = "ARN", description = "The resource.")
  private String arn = "";

  @Mixin private Output output = new Output();

  TagsCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    var answer =
        longshore()
            .call()
            .listTagsForResource(
                ListTagsForResourceRequest.newBuilder().setResourceArn(arn).build());
    output.print(
        longshore(),
        answer,
        () -> {
          var table = new Table("KEY", "VALUE");
          answer.getTagsMap().forEach((key, value) -> table.row(key, value));
          return table.render();
        },
        () -> List.copyOf(answer.getTagsMap().keySet()));
    return ExitCode.OK;
  }
}
