package io.longshore.cli;

import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.JQState;
import io.longshore.cli.AwsJson.BadJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** CreateJobQueue. */
@Command(
    name = "create-queue",
    aliases = "create-job-queue",
    description = {"Makes a job queue (CreateJobQueue).", "Its environments must be VALID."},
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore create-queue main --priority 10 --environment on-demand --environment spot",
      "  longshore create-queue -f queue.json --wait"
    })
final class CreateQueueCommand extends Registering {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Name of the queue.")
  private @Nullable String name;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Larger goes first among queues that share an environment.")
  private @Nullable Integer priority;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      description = "An environment, in the order in which they are tried; can be repeated.")
  private List<String> environments = new ArrayList<>();

  @Option(
      names = "--policy",
      paramLabel = "ARN",
      description = "Scheduling policy; without one the queue is FIFO for ever.")
  private @Nullable String policy;

  @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A tag; can be repeated.")
  private Map<String, String> tags = new LinkedHashMap<>();

  CreateQueueCommand(Longshore longshore) {
    super(longshore, "created", Settled.Thing.QUEUE);
  }

  @Override
  Answer send() throws BadJson {
    var request = fromFile(CreateJobQueueRequest.newBuilder());
    setIfGiven(name, request::setJobQueueName);
    setIfGiven(priority, request::setPriority);
    setIfGiven(policy, request::setSchedulingPolicyArn);
    request.putAllTags(tags);
    if (!environments.isEmpty()) {
      request.clearComputeEnvironmentOrder().addAllComputeEnvironmentOrder(order(environments));
    }
    if (!request.hasState()) {
      request.setState(JQState.JQ_STATE_ENABLED);
    }
    if (!request.hasJobQueueName() || !request.hasPriority()) {
      throw usage("the queue needs a name and a --priority");
    }
    var made = longshore().call().createJobQueue(request.build());
    return new Answer(made.getJobQueueName(), made);
  }

  /** Numbered from 1 as they were given. */
  static List<ComputeEnvironmentOrder> order(List<String> environments) {
    var order = new ArrayList<ComputeEnvironmentOrder>();
    for (String one : environments) {
      order.add(
          ComputeEnvironmentOrder.newBuilder()
              .setOrder(order.size() + 1)
              .setComputeEnvironment(one)
              .build());
    }
    return order;
  }
}
