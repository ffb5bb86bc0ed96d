package io.longshore.cli;

import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.cli.AwsJson.BadJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
final class UpdateEnvironmentCommand extends Subcommand {
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

  @Option(
      names = {"-w", "--wait"},
      description = "Waits until it is VALID; exits with 1 where it becomes INVALID.")
  private boolean wait;

  @Mixin private RequestFile file = new RequestFile();
  @Mixin private Output output = new Output();

  UpdateEnvironmentCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() throws BadJson {
    var request = UpdateComputeEnvironmentRequest.newBuilder();
    file.readInto(request, longshore().world());
    request.setComputeEnvironment(name);
    setIfGiven(
        state,
        value ->
            request.setState(
                value == OnOff.ENABLED ? CEState.CE_STATE_ENABLED : CEState.CE_STATE_DISABLED));
    setIfGiven(minVcpus, value -> request.getComputeResourcesBuilder().setMinVcpus(value));
    setIfGiven(maxVcpus, value -> request.getComputeResourcesBuilder().setMaxVcpus(value));
    var changed = longshore().call().updateComputeEnvironment(request.build());
    String called = changed.getComputeEnvironmentName();
    output.print(
        longshore(), changed, () -> "updated environment " + called, () -> List.of(called));
    return wait ? Settled.environment(longshore(), called, Settled.Goal.VALID) : ExitCode.OK;
  }
}
