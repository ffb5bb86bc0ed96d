package io.longshore.simulation.work;

import io.longshore.api.batch.v1.ArrayJobDependency;
import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.CRAllocationStrategy;
import io.longshore.api.batch.v1.CRType;
import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.batch.v1.CreateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.RetryAction;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.UpdateComputeEnvironmentRequest;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import java.util.List;

/** Requests in AWS Batch's form. */
public final class Requests {

  private static final int STOPS_AT = 3;

  private Requests() {}

  static CreateComputeEnvironmentRequest managed(
      String name, boolean spot, int min, int max, List<String> types) {
    var request = environment(name).setType(CEType.CE_TYPE_MANAGED);
    request
        .getComputeResourcesBuilder()
        .setType(spot ? CRType.CR_TYPE_SPOT : CRType.CR_TYPE_EC2)
        .setAllocationStrategy(
            spot
                ? CRAllocationStrategy.CR_ALLOCATION_STRATEGY_SPOT_PRICE_CAPACITY_OPTIMIZED
                : CRAllocationStrategy.CR_ALLOCATION_STRATEGY_BEST_FIT_PROGRESSIVE)
        .setMinVcpus(min)
        .setMaxVcpus(max)
        .setImageId("ami-1")
        .addAllInstanceTypes(types)
        .addSubnets("subnet-1")
        .addSecurityGroupIds("sg-1")
        .setInstanceRole("role");
    return request.build();
  }

  static CreateComputeEnvironmentRequest unmanaged(String name) {
    return environment(name).setType(CEType.CE_TYPE_UNMANAGED).setUnmanagedVcpus(1_000).build();
  }

  private static CreateComputeEnvironmentRequest.Builder environment(String name) {
    var request = CreateComputeEnvironmentRequest.newBuilder().setComputeEnvironmentName(name);
    request.getEksConfigurationBuilder().setEksClusterArn("main").setKubernetesNamespace("batch");
    return request;
  }

  static UpdateComputeEnvironmentRequest bounds(String name, int min, int max) {
    var request = UpdateComputeEnvironmentRequest.newBuilder().setComputeEnvironment(name);
    request.getComputeResourcesBuilder().setMinVcpus(min).setMaxVcpus(max);
    return request.build();
  }

  static UpdateComputeEnvironmentRequest disabled(String name) {
    return UpdateComputeEnvironmentRequest.newBuilder()
        .setComputeEnvironment(name)
        .setState(CEState.CE_STATE_DISABLED)
        .build();
  }

  static CreateJobQueueRequest queue(String name, int priority, List<String> environments) {
    var request = CreateJobQueueRequest.newBuilder().setJobQueueName(name).setPriority(priority);
    for (int i = 0; i < environments.size(); i++) {
      request.addComputeEnvironmentOrder(order(i + 1, environments.get(i)));
    }
    return request.build();
  }

  private static ComputeEnvironmentOrder order(int order, String environment) {
    return ComputeEnvironmentOrder.newBuilder()
        .setOrder(order)
        .setComputeEnvironment(environment)
        .build();
  }

  static UpdateJobQueueRequest priority(String name, int priority) {
    return UpdateJobQueueRequest.newBuilder().setJobQueue(name).setPriority(priority).build();
  }

  static UpdateJobQueueRequest closed(String name) {
    return UpdateJobQueueRequest.newBuilder()
        .setJobQueue(name)
        .setState(JQState.JQ_STATE_DISABLED)
        .build();
  }

  static RegisterJobDefinitionRequest definition(String name, double vcpus, int mebibytes) {
    var request =
        RegisterJobDefinitionRequest.newBuilder()
            .setJobDefinitionName(name)
            .setType(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER);
    request
        .getEksPropertiesBuilder()
        .getPodPropertiesBuilder()
        .addContainersBuilder()
        .setImage("work:1")
        .getResourcesBuilder()
        .putLimits("cpu", Double.toString(vcpus))
        .putLimits("memory", mebibytes + "Mi")
        .putRequests("cpu", Double.toString(vcpus))
        .putRequests("memory", mebibytes + "Mi");
    return request.build();
  }

  static SubmitJobRequest submit(Book.Job job, String definition, int timeout) {
    var request =
        SubmitJobRequest.newBuilder()
            .setJobName(job.name)
            .setJobQueue(job.queue)
            .setJobDefinition(definition)
            .setClientToken(job.name);
    if (job.size > 0) {
      request.getArrayPropertiesBuilder().setSize(job.size);
    }
    for (var needs : job.needs) {
      var dependency = request.addDependsOnBuilder();
      switch (needs.kind()) {
        case JOB ->
            dependency.setJobId(
                needs.index() < 0 ? needs.jobId() : needs.jobId() + ":" + needs.index());
        case N_TO_N ->
            dependency
                .setJobId(needs.jobId())
                .setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_N_TO_N);
        case SEQUENTIAL -> dependency.setType(ArrayJobDependency.ARRAY_JOB_DEPENDENCY_SEQUENTIAL);
      }
    }
    var retry = request.getRetryStrategyBuilder().setAttempts(job.attempts);
    if (job.attempts > 1) {
      retry
          .addEvaluateOnExitBuilder()
          .setOnExitCode(Integer.toString(STOPS_AT))
          .setAction(RetryAction.RETRY_ACTION_EXIT);
    }
    if (timeout > 0) {
      request.getTimeoutBuilder().setAttemptDurationSeconds(timeout);
    }
    return request.build();
  }
}
