package io.longshore.queue.wire;

import io.longshore.api.batch.v1.ContainerOverrides;
import io.longshore.api.batch.v1.ContainerProperties;
import io.longshore.api.batch.v1.EvaluateOnExit;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobDefinitionType;
import io.longshore.api.batch.v1.KeyValuePair;
import io.longshore.api.batch.v1.OrchestrationType;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.ResourceRequirement;
import io.longshore.api.batch.v1.RetryAction;
import io.longshore.api.batch.v1.RetryStrategy;
import io.longshore.queue.core.definition.ContainerJob;
import io.longshore.queue.core.definition.Definition;
import io.longshore.queue.core.definition.Pod;
import io.longshore.queue.core.definition.Registration;
import io.longshore.queue.core.definition.Retry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Job definitions. */
public final class DefinitionWire {

  private DefinitionWire() {}

  /** A registration as rules look at it. */
  public static Registration read(RegisterJobDefinitionRequest request) {
    boolean podGiven = request.hasEksProperties();
    var pod = request.getEksProperties().getPodProperties();
    return new Registration(
        request.hasJobDefinitionName() ? request.getJobDefinitionName() : null,
        type(request),
        request.getParametersMap(),
        request.hasSchedulingPriority() ? request.getSchedulingPriority() : null,
        request.hasRetryStrategy() ? retry(request.getRetryStrategy()) : null,
        request.hasTimeout()
            ? new Registration.Timeout(
                request.getTimeout().hasAttemptDurationSeconds()
                    ? request.getTimeout().getAttemptDurationSeconds()
                    : null)
            : null,
        request.hasContainerProperties() ? container(request.getContainerProperties()) : null,
        podGiven && pod.getContainersCount() > 0 ? PodWire.read(pod) : null,
        podGiven,
        request.getPropagateTags(),
        request.getTagsMap(),
        Payloads.of(request));
  }

  private static @Nullable Boolean type(RegisterJobDefinitionRequest request) {
    return switch (request.getType()) {
      case JOB_DEFINITION_TYPE_CONTAINER -> true;
      case JOB_DEFINITION_TYPE_MULTINODE -> false;
      case JOB_DEFINITION_TYPE_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  /** The revision that a registration makes. */
  public static JobDefinition write(
      RegisterJobDefinitionRequest request, String arn, int revision) {
    var definition = SameNames.copy(request, JobDefinition.newBuilder());
    return definition
        .setJobDefinitionArn(arn)
        .setRevision(revision)
        .setStatus("ACTIVE")
        .setType(Literals.of(JobDefinitionType.JOB_DEFINITION_TYPE_CONTAINER))
        .setContainerOrchestrationType(OrchestrationType.ORCHESTRATION_TYPE_EKS)
        .build();
  }

  /** A stored revision as a submission looks at it. */
  public static Definition read(JobDefinition definition) {
    return new Definition(
        definition.getJobDefinitionArn(),
        definition.getJobDefinitionName(),
        definition.getRevision(),
        definition.getParametersMap(),
        definition.getPropagateTags(),
        definition.hasRetryStrategy() ? retry(definition.getRetryStrategy()) : Retry.NONE,
        definition.getTimeout().hasAttemptDurationSeconds()
            ? definition.getTimeout().getAttemptDurationSeconds()
            : null,
        definition.hasEksProperties()
            ? new Definition.Body.AsPod(
                PodWire.read(definition.getEksProperties().getPodProperties()))
            : new Definition.Body.AsContainer(container(definition.getContainerProperties())));
  }

  static ContainerJob container(ContainerProperties properties) {
    return new ContainerJob(
        properties.hasImage() ? properties.getImage() : null,
        properties.hasVcpus() ? properties.getVcpus() : null,
        properties.hasMemory() ? properties.getMemory() : null,
        properties.getCommandList(),
        environment(properties.getEnvironmentList()),
        requirements(properties.getResourceRequirementsList()),
        properties.hasPrivileged() ? properties.getPrivileged() : null,
        properties.hasReadonlyRootFilesystem() ? properties.getReadonlyRootFilesystem() : null);
  }

  static ContainerJob.Override override(ContainerOverrides overrides) {
    return new ContainerJob.Override(
        overrides.hasVcpus() ? overrides.getVcpus() : null,
        overrides.hasMemory() ? overrides.getMemory() : null,
        overrides.getCommandList(),
        environment(overrides.getEnvironmentList()),
        requirements(overrides.getResourceRequirementsList()));
  }

  private static List<Pod.EnvironmentVariable> environment(List<KeyValuePair> pairs) {
    return pairs.stream()
        .map(p -> new Pod.EnvironmentVariable(p.getName(), p.hasValue() ? p.getValue() : null))
        .toList();
  }

  private static List<ContainerJob.Requirement> requirements(List<ResourceRequirement> list) {
    return list.stream()
        .map(
            r ->
                new ContainerJob.Requirement(
                    switch (r.getType()) {
                      case RESOURCE_TYPE_GPU -> ContainerJob.Kind.GPU;
                      case RESOURCE_TYPE_VCPU -> ContainerJob.Kind.VCPU;
                      case RESOURCE_TYPE_MEMORY -> ContainerJob.Kind.MEMORY;
                      case RESOURCE_TYPE_UNSPECIFIED, UNRECOGNIZED -> null;
                    },
                    r.hasValue() ? r.getValue() : null))
        .toList();
  }

  static Retry retry(RetryStrategy strategy) {
    return new Retry(
        strategy.hasAttempts() ? strategy.getAttempts() : null,
        strategy.getEvaluateOnExitList().stream().map(DefinitionWire::rule).toList());
  }

  private static Retry.ExitRule rule(EvaluateOnExit rule) {
    return new Retry.ExitRule(
        rule.hasOnStatusReason() ? rule.getOnStatusReason() : null,
        rule.hasOnReason() ? rule.getOnReason() : null,
        rule.hasOnExitCode() ? rule.getOnExitCode() : null,
        switch (rule.getAction()) {
          case RETRY_ACTION_RETRY -> Retry.Action.RETRY;
          case RETRY_ACTION_EXIT -> Retry.Action.EXIT;
          case RETRY_ACTION_UNSPECIFIED, UNRECOGNIZED -> null;
        });
  }

  static RetryStrategy write(Retry retry) {
    var written = RetryStrategy.newBuilder();
    if (retry.attempts() != null) {
      written.setAttempts(retry.attempts());
    }
    for (var rule : retry.rules()) {
      var one = written.addEvaluateOnExitBuilder();
      if (rule.onStatusReason() != null) {
        one.setOnStatusReason(rule.onStatusReason());
      }
      if (rule.onReason() != null) {
        one.setOnReason(rule.onReason());
      }
      if (rule.onExitCode() != null) {
        one.setOnExitCode(rule.onExitCode());
      }
      one.setAction(
          rule.action() == Retry.Action.RETRY
              ? RetryAction.RETRY_ACTION_RETRY
              : RetryAction.RETRY_ACTION_EXIT);
    }
    return written.build();
  }
}
