package io.longshore.queue.wire;

import com.google.protobuf.ByteString;
import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.DeclareNodeLostRequest;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.internal.v1.CancelJobCommand;
import io.longshore.api.internal.v1.Command;
import io.longshore.api.internal.v1.DeclareNodeLostCommand;
import io.longshore.api.internal.v1.ForgetJobsCommand;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.api.internal.v1.SubmitJobCommand;
import io.longshore.api.internal.v1.TerminateJobCommand;
import io.longshore.queue.core.submit.JobId;
import java.util.List;

/** Messages of the stream to scheduler-service. */
public final class CommandWire {

  private CommandWire() {}

  /** A new job. */
  public static ByteString submit(SubmitJobCommand submit) {
    return Command.newBuilder().setSubmit(submit).build().toByteString();
  }

  /** Cancel a job or child. */
  public static ByteString cancel(JobId job, String reason) {
    var cancel = CancelJobCommand.newBuilder().setJobId(job.uuid()).setReason(reason);
    if (job.index() != null) {
      cancel.setArrayIndex(job.index());
    }
    return Command.newBuilder().setCancel(cancel).build().toByteString();
  }

  /** Terminate a job or child. */
  public static ByteString terminate(JobId job, String reason) {
    var terminate = TerminateJobCommand.newBuilder().setJobId(job.uuid()).setReason(reason);
    if (job.index() != null) {
      terminate.setArrayIndex(job.index());
    }
    return Command.newBuilder().setTerminate(terminate).build().toByteString();
  }

  /** Jobs whose retention is over. */
  public static ByteString forget(List<String> ids) {
    return Command.newBuilder()
        .setForget(ForgetJobsCommand.newBuilder().addAllJobIds(ids))
        .build()
        .toByteString();
  }

  /** A change of the registry. */
  public static ByteString registry(RegistryEntry entry) {
    return Command.newBuilder().setRegistry(entry).build().toByteString();
  }

  /** A node declared dead. */
  public static ByteString nodeLost(DeclareNodeLostRequest request) {
    return Command.newBuilder()
        .setNodeLost(
            DeclareNodeLostCommand.newBuilder()
                .setCluster(request.getCluster())
                .setNodeName(request.getNodeName())
                .setInstanceId(request.getInstanceId())
                .setNodeUid(request.getNodeUid())
                .setReason(request.getReason()))
        .build()
        .toByteString();
  }

  /** An environment as the other services know it. */
  public static RegistryEntry entry(
      ComputeEnvironmentDetail detail, long version, int cell, boolean deleted) {
    var entry =
        RegistryEntry.newBuilder()
            .setArn(detail.getComputeEnvironmentArn())
            .setVersion(version)
            .setDeleted(deleted);
    entry.getEnvironmentBuilder().setDetail(detail).setCell(cell);
    return entry.build();
  }

  /** A queue as the scheduler knows it. */
  public static RegistryEntry entry(
      JobQueueDetail detail, long version, int cell, boolean deleted) {
    var entry =
        RegistryEntry.newBuilder()
            .setArn(detail.getJobQueueArn())
            .setVersion(version)
            .setDeleted(deleted);
    entry.getQueueBuilder().setDetail(detail).setCell(cell);
    return entry.build();
  }
}
