package io.longshore.cli;

import io.longshore.api.batch.v1.ArrayJobDependency;
import io.longshore.api.batch.v1.ContainerOverrides;
import io.longshore.api.batch.v1.DescribeJobsResponse;
import io.longshore.api.batch.v1.EksContainerOverride;
import io.longshore.api.batch.v1.JobDependency;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobResponse;
import io.longshore.cli.AwsJson.BadJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** SubmitJob, and with {@code --wait} what became of the job. */
@Command(
    name = "submit",
    aliases = "submit-job",
    description = "Submits a job (SubmitJob) and prints its id.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore submit -n hello -q main -d busybox -- echo hello",
      "  longshore submit -n words -q main -d wc --array 24 -p input=s3://bucket/key --wait",
      "  longshore submit -n merge -q main -d merge --depends-on $A,$B:N_TO_N --array 24",
      "  longshore submit -n big -q main -d busybox --vcpus 4 --memory 8192 --attempts 3",
      "  longshore submit -n pod -q main -d pods --eks --container main -e MODE=fast -- ./run.sh",
      "  longshore submit -f job.json --wait -o json",
      "",
      "With --wait the exit code is the job's: 0 where it SUCCEEDED, else its container's, 1 where",
      "it has none. Ending this command leaves the job alone; `longshore wait` goes on waiting."
    })
final class SubmitCommand extends Subcommand {
  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "Name of the job.")
  private @Nullable String name;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "QUEUE",
      description = "Name or ARN of the queue.")
  private @Nullable String queue;

  @Option(
      names = {"-d", "--definition"},
      paramLabel = "DEFINITION",
      description = "NAME (its latest revision), NAME:REVISION or ARN.")
  private @Nullable String definition;

  @Option(
      names = "--array",
      paramLabel = "SIZE",
      description = "Makes it an array of so many children, 2 to 10000.")
  private @Nullable Integer array;

  @Option(
      names = "--depends-on",
      paramLabel = "JOB",
      split = ",",
      converter = DependencyConverter.class,
      description =
          "A job that must have SUCCEEDED first: ID, ID:N_TO_N (child by child) or SEQUENTIAL (each"
              + " child after the one before); can be repeated.")
  private List<JobDependency> dependsOn = new ArrayList<>();

  @Option(
      names = "--share",
      paramLabel = "SHARE",
      description = "Share identifier; fair-share queues only.")
  private @Nullable String share;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "Scheduling priority within the share; fair-share queues only.")
  private @Nullable Integer priority;

  @Option(
      names = "--client-token",
      paramLabel = "TOKEN",
      description = "Makes a repeated call give the same job again.")
  private @Nullable String clientToken;

  @Option(
      names = {"-w", "--wait"},
      description = "Waits until the job has ended, shows its progress, exits with its code.")
  private boolean wait;

  @Mixin private RequestFile file = new RequestFile();
  @Mixin private JobFlags job = new JobFlags();
  @Mixin private ContainerFlags container = new ContainerFlags();
  @Mixin private Output output = new Output();

  SubmitCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() throws BadJson {
    SubmitJobRequest request = request();
    SubmitJobResponse made = longshore().call().submitJob(request);
    if (!wait) {
      output.print(longshore(), made, () -> told(made), () -> List.of(made.getJobId()));
      return ExitCode.OK;
    }
    longshore().note(told(made));
    List<JobDetail> ended = new Waiter(longshore()).await(List.of(made.getJobId()));
    output.print(
        longshore(),
        DescribeJobsResponse.newBuilder().addAllJobs(ended).build(),
        () -> new JobViews(longshore().world()).endings(ended),
        () -> List.of(made.getJobId()));
    return Endings.exitCode(ended);
  }

  private static String told(SubmitJobResponse made) {
    return "submitted " + made.getJobName() + " " + made.getJobId();
  }

  private SubmitJobRequest request() throws BadJson {
    var request = SubmitJobRequest.newBuilder();
    file.readInto(request, longshore().world());
    setIfGiven(name, request::setJobName);
    setIfGiven(queue, request::setJobQueue);
    setIfGiven(definition, request::setJobDefinition);
    setIfGiven(share, request::setShareIdentifier);
    setIfGiven(priority, request::setSchedulingPriorityOverride);
    setIfGiven(clientToken, request::setClientToken);
    setIfGiven(array, size -> request.getArrayPropertiesBuilder().setSize(size));
    request.addAllDependsOn(dependsOn);
    request.putAllParameters(job.parameters());
    request.putAllTags(job.tags());
    job.propagateTags().ifPresent(request::setPropagateTags);
    job.timeout().ifPresent(request::setTimeout);
    job.retries().ifPresent(request::setRetryStrategy);
    if (container.isGiven()) {
      override(request);
    }
    requireBasics(request);
    return request.build();
  }

  private void requireBasics(SubmitJobRequest.Builder request) {
    if (!request.hasJobName()) {
      throw usage("the job needs a --name");
    }
    if (!request.hasJobQueue()) {
      throw usage("the job needs a --queue");
    }
    if (!request.hasJobDefinition()) {
      throw usage("the job needs a --definition");
    }
  }

  private void override(SubmitJobRequest.Builder request) {
    if (container.isPod()) {
      request
          .getEksPropertiesOverrideBuilder()
          .getPodPropertiesBuilder()
          .addContainers(podContainer());
      return;
    }
    if (container.image() != null || container.container() != null) {
      throw usage("only a pod's container has --image and --container: add --eks");
    }
    ContainerOverrides.Builder overrides = request.getContainerOverridesBuilder();
    if (!container.command().isEmpty()) {
      overrides.clearCommand().addAllCommand(container.command());
    }
    overrides.addAllEnvironment(container.environment());
    overrides.addAllResourceRequirements(container.requirements());
  }

  private EksContainerOverride podContainer() {
    var pod =
        EksContainerOverride.newBuilder()
            .addAllCommand(container.command())
            .addAllEnv(container.podEnvironment());
    setIfGiven(container.container(), pod::setName);
    setIfGiven(container.image(), pod::setImage);
    var resources = container.podResources();
    if (resources.getLimitsCount() > 0) {
      pod.setResources(resources);
    }
    return pod.build();
  }

  /** {@code ID}, {@code ID:N_TO_N} or {@code SEQUENTIAL}; an id of a child has a colon itself. */
  static final class DependencyConverter implements ITypeConverter<JobDependency> {
    private static final String BY_INDEX = ":N_TO_N";

    @Override
    public JobDependency convert(String text) {
      var dependency = JobDependency.newBuilder();
      if (text.equals("SEQUENTIAL")) {
        return dependency.setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_SEQUENTIAL).build();
      }
      if (text.endsWith(BY_INDEX)) {
        return dependency
            .setJobId(text.substring(0, text.length() - BY_INDEX.length()))
            .setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_N_TO_N)
            .build();
      }
      return dependency.setJobId(text).build();
    }
  }
}
