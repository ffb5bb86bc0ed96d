package io.longshore.queue.wire;

import io.longshore.api.batch.v1.ComputeEnvironmentOrder;
import io.longshore.api.batch.v1.CreateJobQueueRequest;
import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.JQStatus;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.JobQueueType;
import io.longshore.api.batch.v1.UpdateJobQueueRequest;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.core.registry.Queue;
import io.longshore.queue.core.registry.QueueRules;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Job queues. */
public final class QueueWire {

  private QueueWire() {}

  /** A request as rules look at it. */
  public static QueueRules.Request read(CreateJobQueueRequest request) {
    return new QueueRules.Request(
        request.hasJobQueueName() ? request.getJobQueueName() : null,
        enabled(request.getState()),
        request.hasPriority() ? request.getPriority() : null,
        entries(request.getComputeEnvironmentOrderList()),
        request.hasJobQueueType() ? Literals.of(request.getJobQueueType()) : null,
        request.getTagsMap());
  }

  /** A change as rules look at it. */
  public static QueueRules.Update read(UpdateJobQueueRequest request) {
    return new QueueRules.Update(
        enabled(request.getState()),
        request.hasPriority() ? request.getPriority() : null,
        entries(request.getComputeEnvironmentOrderList()));
  }

  private static @Nullable Boolean enabled(JQState state) {
    return switch (state) {
      case JQ_STATE_ENABLED -> true;
      case JQ_STATE_DISABLED -> false;
      case JQ_STATE_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  private static List<QueueRules.Entry> entries(List<ComputeEnvironmentOrder> order) {
    return order.stream()
        .map(
            e ->
                new QueueRules.Entry(
                    e.hasOrder() ? e.getOrder() : null,
                    e.hasComputeEnvironment() ? e.getComputeEnvironment() : null))
        .toList();
  }

  /** A new queue in AWS Batch's form. */
  public static JobQueueDetail write(CreateJobQueueRequest request, Queue queue) {
    var detail = SameNames.copy(request, JobQueueDetail.newBuilder());
    detail.setJobQueueType(JobQueueType.JOB_QUEUE_TYPE_EKS);
    return write(detail.build(), request.getComputeEnvironmentOrderList(), queue);
  }

  /** A changed queue in AWS Batch's form; an empty order stays as it was. */
  public static JobQueueDetail write(
      JobQueueDetail present, List<ComputeEnvironmentOrder> order, Queue queue) {
    var orders =
        (order.isEmpty() ? present.getComputeEnvironmentOrderList() : order)
            .stream()
                .map(ComputeEnvironmentOrder::getOrder)
                .sorted(Comparator.naturalOrder())
                .toList();
    var detail = present.toBuilder().clearComputeEnvironmentOrder();
    for (int i = 0; i < queue.environments().size(); i++) {
      detail
          .addComputeEnvironmentOrderBuilder()
          .setOrder(orders.get(i))
          .setComputeEnvironment(queue.environments().get(i));
    }
    return detail
        .setJobQueueName(queue.name())
        .setJobQueueArn(queue.arn())
        .setPriority(queue.priority())
        .setState(queue.enabled() ? JQState.JQ_STATE_ENABLED : JQState.JQ_STATE_DISABLED)
        .setStatus(status(queue.status()))
        .setStatusReason(queue.status() == EnvironmentStatus.VALID ? Queue.HEALTHY : "")
        .build();
  }

  /** The queue as it is shown beside its environments. */
  public static JobQueueDetail shown(JobQueueDetail detail, List<EnvironmentStatus> environments) {
    var shown = read(detail, 0).shown(environments);
    return detail.toBuilder()
        .setStatus(status(shown.status()))
        .setStatusReason(shown.reason())
        .build();
  }

  private static JQStatus status(EnvironmentStatus status) {
    return switch (status) {
      case CREATING -> JQStatus.JQ_STATUS_CREATING;
      case UPDATING -> JQStatus.JQ_STATUS_UPDATING;
      case DELETING -> JQStatus.JQ_STATUS_DELETING;
      case DELETED -> JQStatus.JQ_STATUS_DELETED;
      case VALID -> JQStatus.JQ_STATUS_VALID;
      case INVALID -> JQStatus.JQ_STATUS_INVALID;
    };
  }

  /** A stored queue as rules look at it. */
  public static Queue read(JobQueueDetail detail, long version) {
    return new Queue(
        detail.getJobQueueArn(),
        detail.getJobQueueName(),
        detail.getState() == JQState.JQ_STATE_ENABLED,
        EnvironmentStatus.valueOf(Literals.of(detail.getStatus())),
        detail.getPriority(),
        detail.getComputeEnvironmentOrderList().stream()
            .map(ComputeEnvironmentOrder::getComputeEnvironment)
            .toList(),
        version);
  }
}
