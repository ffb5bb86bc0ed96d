package io.longshore.queue.wire;

import io.longshore.api.batch.v1.EksAttemptContainerDetail;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.internal.v1.ContainerStatus;
import io.longshore.api.internal.v1.EndedAttempt;

/** Attempts that are over, in both of AWS Batch's forms. */
final class AttemptWire {

  private AttemptWire() {}

  /** Adds the attempt in the form of the job: eksAttempts, or attempts of a container job. */
  static void add(EndedAttempt attempt, JobDetail.Builder detail) {
    if (detail.hasEksProperties()) {
      eks(attempt, detail);
    } else {
      container(attempt, detail);
    }
  }

  /** The log stream of a pod's container: AWS's name has the definition first, ours the pod. */
  static String logStream(String podName) {
    return podName + "/default";
  }

  private static void eks(EndedAttempt attempt, JobDetail.Builder detail) {
    var place = attempt.getPlace();
    var written =
        detail
            .addEksAttemptsBuilder()
            .setEksClusterArn(place.getCluster())
            .setPodName(place.getPodName())
            .setPodNamespace(place.getNamespace())
            .setNodeName(place.getNodeName())
            .setStoppedAt(attempt.getStoppedAt())
            .setStatusReason(attempt.getStatusReason());
    if (attempt.hasStartedAt()) {
      written.setStartedAt(attempt.getStartedAt());
    }
    for (var container : attempt.getContainersList()) {
      if (container.getInit()) {
        written.addInitContainers(container(container));
      } else {
        written.addContainers(container(container));
      }
    }
  }

  private static EksAttemptContainerDetail container(ContainerStatus status) {
    var container =
        EksAttemptContainerDetail.newBuilder()
            .setName(status.getName())
            .setContainerId(status.getContainerId())
            .setReason(status.getReason());
    if (status.hasExitCode()) {
      container.setExitCode(status.getExitCode());
    }
    return container.build();
  }

  private static void container(EndedAttempt attempt, JobDetail.Builder detail) {
    var written =
        detail
            .addAttemptsBuilder()
            .setStoppedAt(attempt.getStoppedAt())
            .setStatusReason(attempt.getStatusReason());
    if (attempt.hasStartedAt()) {
      written.setStartedAt(attempt.getStartedAt());
    }
    var container = written.getContainerBuilder();
    container
        .setContainerInstanceArn(attempt.getPlace().getInstanceId())
        .setLogStreamName(logStream(attempt.getPlace().getPodName()));
    for (var status : attempt.getContainersList()) {
      if (!status.getInit()) {
        if (status.hasExitCode()) {
          container.setExitCode(status.getExitCode());
        }
        container.setReason(status.getReason());
      }
    }
  }
}
