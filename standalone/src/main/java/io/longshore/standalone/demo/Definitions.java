package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.ContainerProperties;
import io.longshore.api.batch.v1.EvaluateOnExit;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.JobTimeout;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.ResourceRequirement;
import io.longshore.api.batch.v1.ResourceType;
import io.longshore.api.batch.v1.RetryAction;
import io.longshore.api.batch.v1.RetryStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The job definitions. Their image is not run here: the embedded stack runs the command on this
 * machine. All of them ask for the same, so that their jobs compete for the same room.
 */
final class Definitions {

  static final String SPLIT = "split";
  static final String COUNT = "count";
  static final String ORDER = "order";
  static final String REDUCE = "reduce";
  static final String TALLY = "tally";
  static final String FLAKY = "flaky";
  static final String ENDLESS = "endless";
  static final String TIMED = "timed";
  static final String LONG_HAUL = "long-haul";
  static final String HELLO = "hello";
  static final String BALLAST = "ballast";

  private static final int ATTEMPTS = 3;

  private final Api api;
  private final Path scripts;

  /**
   * Definitions of the pipeline's scripts and of small shell programs.
   *
   * @param scripts where the pipeline's scripts are
   */
  Definitions(Api api, Path scripts) {
    this.api = api;
    this.scripts = scripts;
  }

  void register() {
    register(SPLIT, survivor(), python("split.py", "Ref::sources", "Ref::work", "Ref::slices"));
    register(COUNT, survivor(), python("count.py", "Ref::work"));
    register(ORDER, survivor(), python("order.py", "Ref::work"));
    register(REDUCE, survivor(), python("reduce.py", "Ref::work", "Ref::slices"));
    register(TALLY, survivor(), shell("wc -l \"$0\"/slices/*.txt | tail -1", "Ref::work"));
    register(FLAKY, anyFailure(), shell("test $AWS_BATCH_JOB_ATTEMPT -ge 3"));
    register(ENDLESS, survivor(), shell("exec sleep 600"));
    register(TIMED, survivor(), shell("exec sleep 600"));
    // The first attempt stays until its instance is taken away, the second is done at once.
    register(LONG_HAUL, survivor(), shell("test $AWS_BATCH_JOB_ATTEMPT -gt 1 || exec sleep 600"));
    register(HELLO, survivor(), shell("echo submitted by a Kafka producer"));
    register(BALLAST, survivor(), shell("exec sleep 3"));
  }

  private void register(String name, RetryStrategy retry, List<String> command) {
    var container =
        ContainerProperties.newBuilder()
            .setImage("python:3.13-slim")
            .addAllCommand(command)
            .addResourceRequirements(requirement(ResourceType.RESOURCE_TYPE_VCPU, "1"))
            .addResourceRequirements(requirement(ResourceType.RESOURCE_TYPE_MEMORY, "256"));
    var definition =
        RegisterJobDefinitionRequest.newBuilder()
            .setJobDefinitionName(name)
            .setType(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER)
            .setContainerProperties(container)
            .setRetryStrategy(retry);
    if (name.equals(TIMED)) {
      definition.setTimeout(
          JobTimeout.newBuilder().setAttemptDurationSeconds(DemoSettings.TIMEOUT_SECONDS));
    }
    api.calls().registerJobDefinition(definition.build());
  }

  /** Again where the host was lost, and only then. */
  private static RetryStrategy survivor() {
    return RetryStrategy.newBuilder()
        .setAttempts(ATTEMPTS)
        .addEvaluateOnExit(
            EvaluateOnExit.newBuilder()
                .setOnStatusReason("Host EC2*")
                .setAction(RetryAction.RETRY_ACTION_RETRY))
        .addEvaluateOnExit(
            EvaluateOnExit.newBuilder().setOnReason("*").setAction(RetryAction.RETRY_ACTION_EXIT))
        .build();
  }

  private static RetryStrategy anyFailure() {
    return RetryStrategy.newBuilder().setAttempts(ATTEMPTS).build();
  }

  private List<String> python(String script, String... arguments) {
    var words = new ArrayList<>(List.of("python3", scripts.resolve(script).toString()));
    words.addAll(List.of(arguments));
    return words;
  }

  private static List<String> shell(String script, String... arguments) {
    var words = new ArrayList<>(List.of("sh", "-c", script));
    words.addAll(List.of(arguments));
    return words;
  }

  private static ResourceRequirement requirement(ResourceType type, String value) {
    return ResourceRequirement.newBuilder().setType(type).setValue(value).build();
  }
}
