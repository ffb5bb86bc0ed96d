package io.longshore.queue.wire;

import io.longshore.api.batch.v1.ContainerDetail;
import io.longshore.api.batch.v1.EksPodProperties;
import io.longshore.api.batch.v1.JobCapacityUsageSummary;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.ResourceType;
import io.longshore.queue.core.definition.Shape;
import java.util.Optional;

/**
 * The capacity that a job holds, as ListJobs shows it: in AWS Batch's units, {@code cpu} for a job
 * given as a pod and {@code VCPU} for one in the ECS style.
 */
final class UsageWire {

  private static final double MILLIS = 1000;

  private UsageWire() {}

  /** What one launch of the job holds. */
  static JobCapacityUsageSummary usage(JobDetail job) {
    return job.hasEksProperties()
        ? summary("cpu", pod(job).vcpuMillis() / MILLIS)
        : summary("VCPU", vcpus(job.getContainer()));
  }

  private static Shape pod(JobDetail job) {
    var pod =
        SameNames.copy(job.getEksProperties().getPodProperties(), EksPodProperties.newBuilder());
    return Shape.of(PodWire.read(pod.build()));
  }

  private static double vcpus(ContainerDetail container) {
    Optional<Double> required =
        container.getResourceRequirementsList().stream()
            .filter(requirement -> requirement.getType() == ResourceType.RESOURCE_TYPE_VCPU)
            .map(requirement -> Double.valueOf(requirement.getValue()))
            .findFirst();
    return required.orElse((double) container.getVcpus());
  }

  private static JobCapacityUsageSummary summary(String unit, double quantity) {
    return JobCapacityUsageSummary.newBuilder().setCapacityUnit(unit).setQuantity(quantity).build();
  }
}
