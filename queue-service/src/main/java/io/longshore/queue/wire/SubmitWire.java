package io.longshore.queue.wire;

import io.longshore.api.batch.v1.ArrayJobDependency;
import io.longshore.api.batch.v1.ContainerDetail;
import io.longshore.api.batch.v1.EksPropertiesDetail;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobDependency;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.KeyValuePair;
import io.longshore.api.batch.v1.ResourceRequirement;
import io.longshore.api.batch.v1.ResourceType;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.internal.v1.DependencyKind;
import io.longshore.api.internal.v1.ExitRule;
import io.longshore.api.internal.v1.PodTemplate;
import io.longshore.api.internal.v1.Resources;
import io.longshore.api.internal.v1.RetryRules;
import io.longshore.api.internal.v1.Shape;
import io.longshore.api.internal.v1.SubmitJobCommand;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.definition.ContainerJob;
import io.longshore.queue.core.definition.Registration;
import io.longshore.queue.core.definition.Retry;
import io.longshore.queue.core.submit.NewJob;
import io.longshore.queue.core.submit.Submission;
import org.jspecify.annotations.Nullable;

/** Submissions: the request, the job's detail as it is kept, the command to the scheduler. */
public final class SubmitWire {

  private SubmitWire() {}

  /** A request as rules look at it. */
  public static Submission read(SubmitJobRequest request) {
    return new Submission(
        request.hasJobName() ? request.getJobName() : null,
        request.hasJobQueue() ? request.getJobQueue() : null,
        request.hasJobDefinition() ? request.getJobDefinition() : null,
        request.hasShareIdentifier() ? request.getShareIdentifier() : null,
        request.hasSchedulingPriorityOverride() ? request.getSchedulingPriorityOverride() : null,
        request.hasArrayProperties(),
        request.getArrayProperties().hasSize() ? request.getArrayProperties().getSize() : null,
        request.getDependsOnList().stream().map(SubmitWire::dependency).toList(),
        request.getParametersMap(),
        request.hasContainerOverrides()
            ? DefinitionWire.override(request.getContainerOverrides())
            : null,
        request.hasEksPropertiesOverride()
            ? PodWire.read(request.getEksPropertiesOverride().getPodProperties())
            : null,
        request.hasRetryStrategy() ? DefinitionWire.retry(request.getRetryStrategy()) : null,
        request.hasTimeout()
            ? new Registration.Timeout(
                request.getTimeout().hasAttemptDurationSeconds()
                    ? request.getTimeout().getAttemptDurationSeconds()
                    : null)
            : null,
        request.hasPropagateTags() ? request.getPropagateTags() : null,
        request.getTagsMap(),
        request.hasClientToken() ? request.getClientToken() : null,
        Payloads.of(request));
  }

  private static Submission.Dependency dependency(JobDependency dependency) {
    return new Submission.Dependency(
        dependency.hasJobId() ? dependency.getJobId() : null,
        switch (dependency.getType()) {
          case ARRAY_JOB_DEPENDENCY_N_TO_N -> Submission.Pairing.N_TO_N;
          case ARRAY_JOB_DEPENDENCY_SEQUENTIAL -> Submission.Pairing.SEQUENTIAL;
          case ARRAY_JOB_DEPENDENCY_UNSPECIFIED, UNRECOGNIZED -> null;
        });
  }

  /** The command that brings an accepted job to the scheduler. */
  public static SubmitJobCommand command(NewJob job, JobDefinition definition) {
    var command =
        SubmitJobCommand.newBuilder()
            .setJobId(job.id())
            .setJobName(job.name())
            .setJobQueueArn(job.queueArn())
            .setJobDefinitionArn(job.definitionArn())
            .setCreatedAt(job.createdAt().toEpochMilli())
            .setShape(shape(job))
            .setRetry(rules(job.retry()))
            .setPodTemplate(template(job, definition).toByteString());
    for (var dependency : job.dependsOn()) {
      var written = command.addDependsOnBuilder().setKind(kind(dependency.kind()));
      if (dependency.job() != null) {
        written.setJobId(dependency.job().uuid());
        if (dependency.job().index() != null) {
          written.setArrayIndex(dependency.job().index());
        }
      }
    }
    if (job.arraySize() != null) {
      command.setArraySize(job.arraySize());
    }
    if (job.timeoutSeconds() != null) {
      command.setAttemptDurationSeconds(job.timeoutSeconds());
    }
    if (job.undispatchable() != null) {
      command.setUndispatchableReason(job.undispatchable());
    }
    return command.build();
  }

  private static DependencyKind kind(Submission.@Nullable Pairing pairing) {
    if (pairing == null) {
      return DependencyKind.DEPENDENCY_KIND_JOB;
    }
    return switch (pairing) {
      case N_TO_N -> DependencyKind.DEPENDENCY_KIND_N_TO_N;
      case SEQUENTIAL -> DependencyKind.DEPENDENCY_KIND_SEQUENTIAL;
    };
  }

  private static Shape shape(NewJob job) {
    return Shape.newBuilder()
        .setRequests(
            Resources.newBuilder()
                .setVcpuMillis(job.shape().vcpuMillis())
                .setMemoryBytes(job.shape().memoryBytes())
                .setGpus(job.shape().gpus()))
        .build();
  }

  private static RetryRules rules(Retry retry) {
    var rules =
        RetryRules.newBuilder().setAttempts(retry.attempts() == null ? 1 : retry.attempts());
    for (var rule : retry.rules()) {
      var written = ExitRule.newBuilder().setRetry(rule.action() == Retry.Action.RETRY);
      if (rule.onStatusReason() != null) {
        written.setOnStatusReason(rule.onStatusReason());
      }
      if (rule.onReason() != null) {
        written.setOnReason(rule.onReason());
      }
      if (rule.onExitCode() != null) {
        written.setOnExitCode(rule.onExitCode());
      }
      rules.addEvaluateOnExit(written);
    }
    return rules.build();
  }

  private static PodTemplate template(NewJob job, JobDefinition definition) {
    boolean container = job.container() != null;
    return PodTemplate.newBuilder()
        .setPod(
            container
                ? PodWire.write(job.pod())
                : PodWire.write(definition.getEksProperties().getPodProperties(), job.pod()))
        .setFromContainerProperties(container)
        .putAllTags(job.tags())
        .build();
  }

  /** What DescribeJobs shows of a job that does not change any more. */
  public static JobDetail detail(NewJob job, JobDefinition definition, Arns arns) {
    var detail =
        JobDetail.newBuilder()
            .setJobArn(arns.job(job.id()))
            .setJobName(job.name())
            .setJobId(job.id())
            .setJobQueue(job.queueArn())
            .setJobDefinition(job.definitionArn())
            .setCreatedAt(job.createdAt().toEpochMilli())
            .setRetryStrategy(DefinitionWire.write(job.retry()))
            .putAllParameters(job.parameters())
            .putAllTags(job.tags())
            .setPropagateTags(job.propagateTags());
    for (var dependency : job.dependsOn()) {
      var written = detail.addDependsOnBuilder();
      if (dependency.job() != null) {
        written.setJobId(dependency.job().toString());
      }
      if (dependency.kind() != null) {
        written.setType(
            switch (dependency.kind()) {
              case N_TO_N -> ArrayJobDependency.ARRAY_JOB_DEPENDENCY_N_TO_N;
              case SEQUENTIAL -> ArrayJobDependency.ARRAY_JOB_DEPENDENCY_SEQUENTIAL;
            });
      }
    }
    if (job.arraySize() != null) {
      detail.getArrayPropertiesBuilder().setSize(job.arraySize());
    }
    if (job.timeoutSeconds() != null) {
      detail.getTimeoutBuilder().setAttemptDurationSeconds(job.timeoutSeconds());
    }
    detail.addAllPlatformCapabilities(definition.getPlatformCapabilitiesList());
    if (job.container() != null) {
      detail.setContainer(container(job.container(), definition));
    } else {
      var pod = PodWire.write(definition.getEksProperties().getPodProperties(), job.pod());
      var properties = EksPropertiesDetail.newBuilder();
      SameNames.copy(pod, properties.getPodPropertiesBuilder());
      detail.setEksProperties(properties);
    }
    return detail.build();
  }

  private static ContainerDetail container(ContainerJob job, JobDefinition definition) {
    var detail = SameNames.copy(definition.getContainerProperties(), ContainerDetail.newBuilder());
    detail.clearCommand().addAllCommand(job.command());
    detail.clearEnvironment().clearResourceRequirements();
    for (var variable : job.environment()) {
      var pair = KeyValuePair.newBuilder().setName(variable.name());
      if (variable.value() != null) {
        pair.setValue(variable.value());
      }
      detail.addEnvironment(pair);
    }
    for (var requirement : job.requirements()) {
      var written = ResourceRequirement.newBuilder();
      if (requirement.kind() != null) {
        written.setType(
            switch (requirement.kind()) {
              case GPU -> ResourceType.RESOURCE_TYPE_GPU;
              case VCPU -> ResourceType.RESOURCE_TYPE_VCPU;
              case MEMORY -> ResourceType.RESOURCE_TYPE_MEMORY;
            });
      }
      if (requirement.value() != null) {
        written.setValue(requirement.value());
      }
      detail.addResourceRequirements(written);
    }
    if (job.vcpus() != null) {
      detail.setVcpus(job.vcpus());
    }
    if (job.memory() != null) {
      detail.setMemory(job.memory());
    }
    return detail.build();
  }
}
