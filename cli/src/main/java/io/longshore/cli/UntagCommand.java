package io.longshore.cli;

import io.longshore.api.batch.v1.UntagResourceRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** UntagResource. */
@Command(
    name = "untag",
    aliases = "untag-resource",
    description = "Takes tags from a resource (UntagResource).",
    footerHeading = "%nExamples:%n",
    footer = "  longshore untag arn:aws:batch:us-east-1:000000000000:job-queue/main team cost")
final class UntagCommand extends Subcommand {
  @Parameters(index = "0", paramLabel = "ARN", description = "The resource.")
  private String arn = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "Keys of tags.")
  private List<String> keys = new ArrayList<>();

  UntagCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    var _ =
        longshore()
            .call()
            .untagResource(
                UntagResourceRequest.newBuilder().setResourceArn(arn).addAllTagKeys(keys).build());
    return ExitCode.OK;
  }
}
