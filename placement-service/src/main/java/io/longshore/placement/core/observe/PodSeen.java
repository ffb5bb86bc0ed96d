package io.longshore.placement.core.observe;

import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.observe.ContainerSeen.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod as the API server showed it.
 *
 * @param resourceVersion which of the pod's states this is
 * @param nodeName the node in its specification
 * @param identity what its labels say it is
 * @param finalizers all of them, in order
 * @param deletion the deletion under way, if any
 * @param status what the status says
 */
public record PodSeen(
    PodRef ref,
    String resourceVersion,
    String nodeName,
    Identity identity,
    List<String> finalizers,
    @Nullable Deletion deletion,
    Status status) {

  /**
   * What a pod says it is.
   *
   * @param managed it carries our label
   * @param jobId the label's job, empty where there is none
   * @param nodeUid the label's node, empty where there is none
   */
  public record Identity(boolean managed, String jobId, String nodeUid) {}

  /**
   * A deletion asked for.
   *
   * @param requestedAt when, by the API server's clock
   * @param graceSeconds the grace granted
   */
  public record Deletion(Instant requestedAt, long graceSeconds) {}

  /**
   * A pod's status.
   *
   * @param phase Kubernetes' phase
   * @param disruption reason of the DisruptionTarget condition, null without one
   * @param kubeletSaysOver the kubelet's own conditions give PodFailed or PodCompleted as reason,
   *     which it writes only once nothing of the pod runs; the pod garbage collector writes the
   *     phase alone
   * @param containers init containers first, in the specification's order
   */
  public record Status(
      Phase phase,
      String reason,
      String message,
      @Nullable String disruption,
      boolean kubeletSaysOver,
      List<ContainerSeen> containers) {}

  /** Kubernetes' pod phases. */
  public enum Phase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    UNKNOWN;

    boolean terminal() {
      return this == SUCCEEDED || this == FAILED;
    }
  }

  List<ContainerSeen> initContainers() {
    return status.containers().stream().filter(ContainerSeen::init).toList();
  }

  List<ContainerSeen> mainContainers() {
    return status.containers().stream().filter(c -> !c.init()).toList();
  }

  /** Whether any container is known to have run, so that there may be output. */
  public boolean anyStarted() {
    return status.containers().stream().anyMatch(ContainerSeen::started);
  }

  /** Whether the status itself explains what a container waits for. */
  public boolean saysWhy() {
    return status.containers().stream()
        .anyMatch(c -> c.state() instanceof State.Waiting w && !w.message().isEmpty());
  }

  /**
   * Whether this is an earlier state of the same pod. Kubernetes writes versions as decimal numbers
   * that grow with each change (KEP-5504); one that is none is compared with nothing.
   */
  public boolean olderThan(PodSeen other) {
    String mine = resourceVersion;
    String others = other.resourceVersion;
    return ref.equals(other.ref)
        && number(mine)
        && number(others)
        && (mine.length() == others.length()
            ? mine.compareTo(others) < 0
            : mine.length() < others.length());
  }

  private static boolean number(String version) {
    return !version.isEmpty() && version.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether a deletion is under way. */
  public boolean deleting() {
    return deletion != null;
  }
}
