package io.longshore.cli;

import io.longshore.api.batch.v1.ContainerProperties;
import io.longshore.api.batch.v1.EksContainer;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.cli.AwsJson.BadJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** RegisterJobDefinition, from a file in AWS's JSON, from options, or both. */
@Command(
    name = "register-definition",
    aliases = "register-job-definition",
    description = "Registers a revision of a job definition (RegisterJobDefinition).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore register-definition -n wc --image busybox --vcpus 1 --memory 128 \\",
      "      -- wc -w Ref::input",
      "  longshore register-definition -n pods --eks --image busybox --vcpus 0.5 --memory 256 \\",
      "      --attempts 3 --evaluate-on-exit 'onStatusReason=Host EC2*,action=RETRY' \\",
      "      --evaluate-on-exit 'onReason=*,action=EXIT' -- ./run.sh",
      "  longshore register-definition -f definition.json"
    })
final class RegisterDefinitionCommand extends Subcommand {
  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Name of the definition.")
  private @Nullable String name;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Scheduling priority of its jobs; fair-share queues only.")
  private @Nullable Integer priority;

  @Option(
      names = "--service-account",
      paramLabel = "NAME",
      description = "With --eks: service account of the pod.")
  private @Nullable String serviceAccount;

  @Mixin private RequestFile file = new RequestFile();
  @Mixin private JobFlags job = new JobFlags();
  @Mixin private ContainerFlags container = new ContainerFlags();
  @Mixin private Output output = new Output();

  RegisterDefinitionCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() throws BadJson {
    var made = longshore().call().registerJobDefinition(request());
    String called = made.getJobDefinitionName() + ":" + made.getRevision();
    output.print(longshore(), made, () -> "registered " + called, () -> List.of(called));
    return ExitCode.OK;
  }

  private RegisterJobDefinitionRequest request() throws BadJson {
    var request = RegisterJobDefinitionRequest.newBuilder();
    file.readInto(request, longshore().world());
    setIfGiven(name, request::setJobDefinitionName);
    setIfGiven(priority, request::setSchedulingPriority);
    request.putAllParameters(job.parameters());
    request.putAllTags(job.tags());
    job.propagateTags().ifPresent(request::setPropagateTags);
    job.timeout().ifPresent(request::setTimeout);
    job.retries().ifPresent(request::setRetryStrategy);
    if (!request.hasType()) {
      request.setType(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER);
    }
    if (container.isGiven()) {
      if (container.isPod()) {
        pod(request);
      } else {
        container(request.getContainerPropertiesBuilder());
      }
    }
    if (!request.hasJobDefinitionName()) {
      throw usage("the definition needs a --name");
    }
    return request.build();
  }

  private void container(ContainerProperties.Builder to) {
    if (container.container() != null || serviceAccount != null) {
      throw usage("only a pod has --container and --service-account: add --eks");
    }
    setIfGiven(container.image(), to::setImage);
    if (!container.command().isEmpty()) {
      to.clearCommand().addAllCommand(container.command());
    }
    to.addAllEnvironment(container.environment());
    to.addAllResourceRequirements(container.requirements());
  }

  private void pod(RegisterJobDefinitionRequest.Builder request) {
    var properties = request.getEksPropertiesBuilder().getPodPropertiesBuilder();
    setIfGiven(serviceAccount, properties::setServiceAccountName);
    var one =
        EksContainer.newBuilder()
            .addAllCommand(container.command())
            .addAllEnv(container.podEnvironment())
            .setResources(container.podResources());
    setIfGiven(container.container(), one::setName);
    setIfGiven(container.image(), one::setImage);
    properties.addContainers(one);
  }
}
