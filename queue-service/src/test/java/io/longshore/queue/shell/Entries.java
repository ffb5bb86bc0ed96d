package io.longshore.queue.shell;

import io.longshore.api.batch.v1.CEState;
import io.longshore.api.batch.v1.CEStatus;
import io.longshore.api.batch.v1.CEType;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.JQState;
import io.longshore.api.batch.v1.JQStatus;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.queue.core.Arns;
import io.longshore.queue.shell.db.RegistryTable;

/** Rows of the registry. */
final class Entries {

  private Entries() {}

  /** A VALID environment, in a cluster of the same name. */
  static RegistryTable.Entry environment(Arns arns, String name, long version, boolean gone) {
    var detail =
        ComputeEnvironmentDetail.newBuilder()
            .setComputeEnvironmentName(name)
            .setComputeEnvironmentArn(arns.environment(name))
            .setType(CEType.CE_TYPE_UNMANAGED)
            .setState(CEState.CE_STATE_ENABLED)
            .setStatus(CEStatus.CE_STATUS_VALID);
    detail.getEksConfigurationBuilder().setEksClusterArn(name);
    return new RegistryTable.Entry(
        RegistryTable.Kind.ENVIRONMENT,
        name,
        arns.environment(name),
        version,
        version,
        gone,
        detail.build().toByteArray());
  }

  /** A VALID queue. */
  static RegistryTable.Entry queue(Arns arns, String name, long version, boolean gone) {
    var detail =
        JobQueueDetail.newBuilder()
            .setJobQueueName(name)
            .setJobQueueArn(arns.queue(name))
            .setState(JQState.JQ_STATE_ENABLED)
            .setStatus(JQStatus.JQ_STATUS_VALID);
    return new RegistryTable.Entry(
        RegistryTable.Kind.QUEUE,
        name,
        arns.queue(name),
        version,
        version,
        gone,
        detail.build().toByteArray());
  }
}
