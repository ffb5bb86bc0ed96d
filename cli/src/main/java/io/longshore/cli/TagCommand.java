package io.longshore.cli;

import io.longshore.api.batch.v1.TagResourceRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** TagResource. */
@Command(
    name = "tag",
    aliases = "tag-resource",
    description = "Adds tags to a resource or overwrites them (TagResource).",
    footerHeading = "%nExamples:%n",
    footer =
        "  longshore tag arn:aws:batch:us-east-1:000000000000:job-queue/main team=data cost=42")
final class TagCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "ARN", description = "The resource.")
  private String arn = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE", description = "Tags.")
  private Map<String, String> tags = new LinkedHashMap<>();

  TagCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    var _ =
        longshore()
            .call()
            .tagResource(
                TagResourceRequest.newBuilder().setResourceArn(arn).putAllTags(tags).build());
    return ExitCode.OK;
  }
}
