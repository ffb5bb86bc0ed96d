package io.longshore.queue.wire;

import io.longshore.api.batch.v1.ArrayPropertiesDetail;
import io.longshore.api.batch.v1.ArrayPropertiesSummary;
import io.longshore.api.batch.v1.EksContainerDetail;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.JobSummary;
import io.longshore.api.internal.v1.ArrayProgress;
import io.longshore.api.internal.v1.ContainerStatus;
import io.longshore.api.internal.v1.EndedAttempt;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.Children;
import io.longshore.queue.core.view.JobStatus;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The read model in AWS Batch's form. */
public final class ViewWire {

  private ViewWire() {}

  /**
   * A job or child of the read model.
   *
   * @param id its id
   * @param detail what does not change; a child has its parent's
   * @param change the newest change; null before the first
   * @param attempts attempts that are over, oldest first
   * @param arraySize number of children of the job or the child's parent, 0 where it is no array
   */
  public record Stored(
      JobId id,
      JobDetail detail,
      @Nullable JobChange change,
      List<EndedAttempt> attempts,
      int arraySize) {

    /** Where it stands. */
    public JobStatus status() {
      return change == null ? JobStatus.SUBMITTED : JobStatus.of(change.getState().getNumber());
    }
  }

  /** The job as DescribeJobs shows it. */
  public static JobDetail detail(Stored job, Arns arns) {
    var detail =
        job.detail().toBuilder()
            .setJobId(job.id().toString())
            .setJobArn(arns.job(job.id().toString()))
            .setStatus(status(job.status()))
            .setStartedAt(0)
            .setIsCancelled(false)
            .setIsTerminated(false);
    var change = job.change();
    if (change != null) {
      detail.setIsCancelled(change.getIsCancelled()).setIsTerminated(change.getIsTerminated());
      if (!change.getStatusReason().isEmpty()) {
        detail.setStatusReason(change.getStatusReason());
      }
      if (change.hasStartedAt()) {
        detail.setStartedAt(Math.max(detail.getCreatedAt(), change.getStartedAt()));
      }
      if (change.hasStoppedAt()) {
        detail.setStoppedAt(Math.max(detail.getCreatedAt(), change.getStoppedAt()));
      }
    }
    array(job, detail.getArrayPropertiesBuilder());
    if (job.arraySize() == 0) {
      detail.clearArrayProperties();
    }
    if (job.id().index() != null) {
      // A child has its parent's detail, but AWS Batch does not propagate tags to children.
      detail.clearTags();
    }
    current(job, detail);
    for (var attempt : job.attempts()) {
      AttemptWire.add(attempt, detail);
    }
    return detail.build();
  }

  private static void array(Stored job, ArrayPropertiesDetail.Builder array) {
    if (job.id().index() != null) {
      array.clear().setIndex(job.id().index());
      return;
    }
    array
        .setSize(job.arraySize())
        .putAllStatusSummary(summary(job))
        .setStatusSummaryLastUpdatedAt(countedAt(job));
  }

  /** When the children were counted: all were SUBMITTED when the job was made. */
  private static long countedAt(Stored job) {
    return job.change() == null ? job.detail().getCreatedAt() : job.change().getAt();
  }

  private static Map<String, Integer> summary(Stored job) {
    var summary = new TreeMap<String, Integer>();
    boolean known = job.change() != null && job.change().hasArray();
    for (JobStatus status : JobStatus.values()) {
      int count =
          known
              ? job.change().getArray().getCounts(status.number() - 1)
              : status == JobStatus.SUBMITTED ? job.arraySize() : 0;
      summary.put(status.name(), count);
    }
    return summary;
  }

  private static void current(Stored job, JobDetail.Builder detail) {
    var change = job.change();
    if (change == null) {
      return;
    }
    if (detail.hasEksProperties()) {
      var pod = detail.getEksPropertiesBuilder().getPodPropertiesBuilder();
      if (change.hasPlace()) {
        pod.setPodName(change.getPlace().getPodName());
        pod.setNodeName(change.getPlace().getNodeName());
      }
      for (var container : pod.getContainersBuilderList()) {
        ended(change, container);
      }
      for (var container : pod.getInitContainersBuilderList()) {
        ended(change, container);
      }
    } else if (detail.hasContainer()) {
      var container = detail.getContainerBuilder();
      if (change.hasPlace()) {
        container.setLogStreamName(AttemptWire.logStream(change.getPlace().getPodName()));
      }
      first(change)
          .ifPresent(
              status -> {
                if (status.hasExitCode()) {
                  container.setExitCode(status.getExitCode());
                }
                if (!status.getReason().isEmpty()) {
                  container.setReason(status.getReason());
                }
              });
    }
  }

  private static void ended(JobChange change, EksContainerDetail.Builder container) {
    for (var status : change.getContainersList()) {
      if (status.getName().equals(name(container))) {
        if (status.hasExitCode()) {
          container.setExitCode(status.getExitCode());
        }
        if (!status.getReason().isEmpty()) {
          container.setReason(status.getReason());
        }
      }
    }
  }

  private static String name(EksContainerDetail.Builder container) {
    return container.hasName() ? container.getName() : "default";
  }

  private static Optional<ContainerStatus> first(JobChange change) {
    return change.getContainersList().stream().filter(c -> !c.getInit()).findFirst();
  }

  /** The job as ListJobs shows it. */
  public static JobSummary summary(Stored job, Arns arns) {
    var summary =
        JobSummary.newBuilder()
            .setJobId(job.id().toString())
            .setJobArn(arns.job(job.id().toString()))
            .setJobName(job.detail().getJobName())
            .setJobDefinition(job.detail().getJobDefinition())
            .setJobQueue(job.detail().getJobQueue())
            .setCreatedAt(job.detail().getCreatedAt())
            .setStatus(status(job.status()));
    if (job.id().index() != null) {
      summary.setArrayProperties(ArrayPropertiesSummary.newBuilder().setIndex(job.id().index()));
    } else if (job.arraySize() > 0) {
      summary
          .getArrayPropertiesBuilder()
          .setSize(job.arraySize())
          .putAllStatusSummary(summary(job))
          .setStatusSummaryLastUpdatedAt(countedAt(job));
    }
    var change = job.change();
    if (change != null) {
      change(change, summary);
    }
    if (job.status() == JobStatus.STARTING || job.status() == JobStatus.RUNNING) {
      summary.addCapacityUsage(UsageWire.usage(job.detail()));
    }
    return summary.build();
  }

  /** No time lies before the job's creation: another clock may have told it, or whole seconds. */
  private static void change(JobChange change, JobSummary.Builder summary) {
    summary.setIsCancelled(change.getIsCancelled()).setIsTerminated(change.getIsTerminated());
    if (!change.getStatusReason().isEmpty()) {
      summary.setStatusReason(change.getStatusReason());
    }
    if (change.hasStartedAt()) {
      summary.setStartedAt(Math.max(summary.getCreatedAt(), change.getStartedAt()));
    }
    if (change.hasStoppedAt()) {
      summary.setStoppedAt(Math.max(summary.getCreatedAt(), change.getStoppedAt()));
    }
    if (change.hasDispatchedAt()) {
      summary.setScheduledAt(Math.max(summary.getCreatedAt(), change.getDispatchedAt()));
    }
    first(change)
        .filter(ContainerStatus::hasExitCode)
        .ifPresent(
            c ->
                summary
                    .getContainerBuilder()
                    .setExitCode(c.getExitCode())
                    .setReason(c.getReason()));
  }

  /** The children of an array that have no row of their own. */
  public static Children children(int size, JobStatus parent, @Nullable JobChange change) {
    ArrayProgress array = change == null ? ArrayProgress.getDefaultInstance() : change.getArray();
    return new Children(
        size,
        parent,
        BitSet.valueOf(array.getPending().toByteArray()),
        BitSet.valueOf(array.getRunnable().toByteArray()));
  }

  /** A status in the contract's form. */
  public static io.longshore.api.batch.v1.JobStatus status(JobStatus status) {
    return io.longshore.api.batch.v1.JobStatus.forNumber(status.number());
  }
}
