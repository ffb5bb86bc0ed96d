package io.longshore.cli;

import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.batch.v1.GetJobQueueSnapshotResponse;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobQueueDetail;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Queues, environments and definitions for people. */
final class RegistryViews {
  private RegistryViews() {}

  static String queues(List<JobQueueDetail> queues) {
    var table = new Table("QUEUE", "STATE", "STATUS", "PRIORITY", "ORDER", "ENVIRONMENTS", "NOTE");
    queues.forEach(
        one ->
            table.row(
                one.getJobQueueName(),
                AwsJson.literal(one.getState()),
                AwsJson.literal(one.getStatus()),
                String.valueOf(one.getPriority()),
                one.getSchedulingPolicyArn().isEmpty()
                    ? "FIFO"
                    : Human.shortName(one.getSchedulingPolicyArn()),
                order(one.getComputeEnvironmentOrderList()),
                one.getStatusReason()));
    return table.render();
  }

  private static String order(List<ComputeEnvironmentOrder> environments) {
    return environments.stream()
        .sorted(Comparator.comparingInt(ComputeEnvironmentOrder::getOrder))
        .map(one -> Human.shortName(one.getComputeEnvironment()))
        .collect(Collectors.joining(", "));
  }

  static String environments(List<ComputeEnvironmentDetail> environments) {
    var table =
        new Table(
            "ENVIRONMENT", "TYPE", "STATE", "STATUS", "VCPUS", "CLUSTER", "NAMESPACE", "NOTE");
    environments.forEach(
        one ->
            table.row(
                one.getComputeEnvironmentName(),
                kind(one),
                AwsJson.literal(one.getState()),
                AwsJson.literal(one.getStatus()),
                vcpus(one),
                Human.shortName(one.getEksConfiguration().getEksClusterArn()),
                one.getEksConfiguration().getKubernetesNamespace(),
                one.getStatusReason()));
    return table.render();
  }

  private static String kind(ComputeEnvironmentDetail one) {
    return one.hasComputeResources()
        ? AwsJson.literal(one.getComputeResources().getType())
        : AwsJson.literal(one.getType());
  }

  /** Minimum, wanted and maximum, or the bound of an unmanaged environment. */
  private static String vcpus(ComputeEnvironmentDetail one) {
    if (!one.hasComputeResources()) {
      return one.hasUnmanagedVcpus() ? "max " + one.getUnmanagedVcpus() : "";
    }
    var resources = one.getComputeResources();
    return resources.getMinVcpus()
        + " <= "
        + resources.getDesiredVcpus()
        + " <= "
        + resources.getMaxVcpus();
  }

  static String definitions(List<JobDefinition> definitions) {
    var table = new Table("DEFINITION", "STATUS", "TYPE", "IMAGE", "COMMAND");
    definitions.forEach(
        one -> {
          var pod = one.getEksProperties().getPodProperties();
          var first = pod.getContainersList().stream().findFirst();
          table.row(
              one.getJobDefinitionName() + ":" + one.getRevision(),
              one.getStatus(),
              one.hasEksProperties() ? "pod" : one.getType(),
              first
                  .map(container -> container.getImage())
                  .orElse(one.getContainerProperties().getImage()),
              String.join(
                  " ",
                  first
                      .map(container -> List.copyOf(container.getCommandList()))
                      .orElse(List.copyOf(one.getContainerProperties().getCommandList()))));
        });
    return table.render();
  }

  static String snapshot(GetJobQueueSnapshotResponse answer, Human human) {
    var table = new Table("PLACE", "JOB", "THERE FOR");
    var jobs = answer.getFrontOfQueue().getJobsList();
    for (int i = 0; i < jobs.size(); i++) {
      table.row(
          String.valueOf(i + 1),
          Human.shortName(jobs.get(i).getJobArn()),
          human.age(jobs.get(i).getEarliestTimeAtPosition()));
    }
    return table.render();
  }
}
