package io.longshore.cli;

import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.cli.AwsJson.BadJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** UpdateJobQueue. */
@Command(
    name = "update-queue",
    aliases = "update-job-queue",
    description = {"Changes a job queue (UpdateJobQueue).", "What is not named stays."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore update-queue main --priority 20",
      "  longshore update-queue main --environment spot --environment on-demand",
      "  longshore update-queue main --state DISABLED --wait"
    })
final class UpdateQueueCommand extends Registering {
  @Parameters(paramLabel = "NAME", description = "Name or ARN of the queue.")
  private String name = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "ENABLED or DISABLED; a DISABLED one refuses new jobs and drains the rest.")
  private @Nullable OnOff state;

  @Option(names = "--priority", paramLabel = "N", description = "Larger goes first.")
  private @Nullable Integer priority;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "Replaces the whole order; can be repeated.")
  private List<String> environments = new ArrayList<>();

  @Option(names = "--policy", paramLabel = "ARN", description = "Another scheduling policy.")
  private @Nullable String policy;

  UpdateQueueCommand(Longshore longshore) {
    super(longshore, "updated", Settled.Thing.QUEUE);
  }

  @Override
  Answer send() throws BadJson {
    var request = fromFile(UpdateJobQueueRequest.newBuilder());
    request.setJobQueue(name);
    setIfGiven(
        state,
        value ->
            request.setState(
                value == OnOff.ENABLED ? JQState.JQ_STATE_ENABLED : JQState.JQ_STATE_DISABLED));
    setIfGiven(priority, request::setPriority);
    setIfGiven(policy, request::setSchedulingPolicyArn);
    if (!environments.isEmpty()) {
      request
          .clearComputeEnvironmentOrder()
          .addAllComputeEnvironmentOrder(CreateQueueCommand.order(environments));
    }
    var changed = longshore().call().updateJobQueue(request.build());
    return new Answer(changed.getJobQueueName(), changed);
  }
}
