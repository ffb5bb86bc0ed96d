package io.longshore.cli;

import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.cli.AwsJson.BadJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** UpdateComputeEnvironment. */
@Command(
    name = "update-environment",
    aliases = "update-compute-environment",
    description = {
      "Changes a compute environment (UpdateComputeEnvironment).",
      "What is not named stays."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore update-environment spot --max-vcpus 512",
      "  longshore update-environment spot --state DISABLED --wait",
      "  longshore update-environment spot -f changes.json"
    })
final class UpdateEnvironmentCommand extends Registering {
  @Parameters(paramLabel = "NAME", description = "Name or ARN of the environment.")
  private String name = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "ENABLED or DISABLED; a DISABLED one takes no new jobs and shrinks.")
  private @Nullable OnOff state;

  @Option(names = "--min-vcpus", paramLabel = "N", description = "vCPUs that are always held.")
  private @Nullable Integer minVcpus;

  @Option(names = "--max-vcpus", paramLabel = "N", description = "vCPUs at most.")
  private @Nullable Integer maxVcpus;

  UpdateEnvironmentCommand(Longshore longshore) {
    super(longshore, "updated", Settled.Thing.ENVIRONMENT);
  }

  @Override
  Answer send() throws BadJson {
    var request = fromFile(UpdateComputeEnvironmentRequest.newBuilder());
    request.setComputeEnvironment(name);
    setIfGiven(
        state,
        value ->
            request.setState(
                value == OnOff.ENABLED ? CEState.CE_STATE_ENABLED : CEState.CE_STATE_DISABLED));
    setIfGiven(minVcpus, value -> request.getComputeResourcesBuilder().setMinVcpus(value));
    setIfGiven(maxVcpus, value -> request.getComputeResourcesBuilder().setMaxVcpus(value));
    var changed = longshore().call().updateComputeEnvironment(request.build());
    return new Answer(changed.getComputeEnvironmentName(), changed);
  }
}
