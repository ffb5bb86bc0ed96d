package io.longshore.standalone.chaos;

import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ContainerProperties;
import io.longshore.api.batch.v1.EvaluateOnExit;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.KeyValuePair;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.ResourceRequirement;
import io.longshore.api.batch.v1.ResourceType;
import io.longshore.api.batch.v1.RetryAction;
import io.longshore.api.batch.v1.RetryStrategy;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.demo.Pools;
import io.longshore.standalone.demo.Wait;
import java.time.Duration;
import java.util.List;

/** Environments, queues and the one job definition that the work is done with. */
final class Setup {

  /** Where the steady work goes: On-Demand and Spot. */
  static final String STEADY = "steady";

  /** Where probes go, before all others. */
  static final String PROBE = "probe";

  /** The job definition; its parameters say what an attempt does. */
  static final String DEFINITION = "ledger";

  private static final String ON_DEMAND = "on-demand";
  private static final String SPOT = "spot";
  private static final int MAXIMUM_VCPUS = 16;
  private static final List<String> TYPES = List.of("m6i.xlarge", "c6i.xlarge");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * Says with one write each, synced, that it starts and ends; the lock tells whether another
   * program of the same job runs at this moment.
   */
  private static final String PROGRAM =
      """
      say() {
        echo "$AWS_BATCH_JOB_ID $AWS_BATCH_JOB_ATTEMPT $HOSTNAME $run $1 $2 $(date +%s%3N)" |
          dd of="$LEDGER" oflag=append conv=notrunc,fsync status=none
      }
      read -r run </proc/sys/kernel/random/uuid
      exec 9>>"$LOCKS/$AWS_BATCH_JOB_ID"
      flock -n 9 || say overlap 0
      say start 0
      sleep "$1"
      code=0
      [ "$AWS_BATCH_JOB_ATTEMPT" -ge "$2" ] || code=$3
      say end $code
      exit $code
      """;

  private final Api api;
  private final Ledger ledger;

  Setup(Api api, Ledger ledger) {
    this.api = api;
    this.ledger = ledger;
  }

  /** Makes all of it and returns once it can be used. */
  void make() {
    var pools = new Pools(api);
    pools.environment(ON_DEMAND, CRType.CR_TYPE_EC2, MAXIMUM_VCPUS, TYPES);
    pools.environment(SPOT, CRType.CR_TYPE_SPOT, MAXIMUM_VCPUS, TYPES);
    // Spot first, so that interruptions strike where work is done.
    var order = List.of(SPOT, ON_DEMAND);
    Wait.until(
        "environments to become VALID", PATIENCE, () -> pools.environmentsValid(order), () -> "");
    pools.queue(STEADY, 1, order);
    pools.queue(PROBE, 10, order);
    Wait.until(
        "queues to become VALID",
        PATIENCE,
        () -> pools.queuesValid(List.of(STEADY, PROBE)),
        () -> "");
    definition();
  }

  private void definition() {
    var container =
        ContainerProperties.newBuilder()
            .setImage("busybox")
            .addAllCommand(
                List.of("sh", "-c", PROGRAM, "ledger", "Ref::seconds", "Ref::good", "Ref::code"))
            .addEnvironment(variable("LEDGER", ledger.file().toString()))
            .addEnvironment(variable("LOCKS", ledger.locks().toString()))
            .addResourceRequirements(requirement(ResourceType.RESOURCE_TYPE_VCPU, "1"))
            .addResourceRequirements(requirement(ResourceType.RESOURCE_TYPE_MEMORY, "64"));
    var unused =
        api.calls()
            .registerJobDefinition(
                RegisterJobDefinitionRequest.newBuilder()
                    .setJobDefinitionName(DEFINITION)
                    .setType(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER)
                    .setContainerProperties(container)
                    .setRetryStrategy(retry())
                    .build());
  }

  /** Again after the loss of the host and after the one exit code that says so, else never. */
  private static RetryStrategy retry() {
    return RetryStrategy.newBuilder()
        .setAttempts(Checker.ATTEMPTS)
        .addEvaluateOnExit(
            EvaluateOnExit.newBuilder()
                .setOnStatusReason("Host EC2*")
                .setAction(RetryAction.RETRY_ACTION_RETRY))
        .addEvaluateOnExit(
            EvaluateOnExit.newBuilder()
                .setOnExitCode("" + Order.Program.RETRIED)
                .setAction(RetryAction.RETRY_ACTION_RETRY))
        .addEvaluateOnExit(
            EvaluateOnExit.newBuilder().setOnReason("*").setAction(RetryAction.RETRY_ACTION_EXIT))
        .build();
  }

  private static KeyValuePair variable(String name, String value) {
    return KeyValuePair.newBuilder().setName(name).setValue(value).build();
  }

  private static ResourceRequirement requirement(ResourceType type, String value) {
    return ResourceRequirement.newBuilder().setType(type).setValue(value).build();
  }
}
