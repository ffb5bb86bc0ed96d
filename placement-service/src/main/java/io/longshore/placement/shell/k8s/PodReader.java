package io.longshore.placement.shell.k8s;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.observe.ContainerSeen;
import io.longshore.placement.core.observe.ContainerSeen.State;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.pod.Names;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a pod of ours from the API's form. */
final class PodReader {

  /** As much as Kubernetes itself keeps of a container's last message. */
  private static final int LONGEST_TEXT = 4096;

  private static final Set<String> OVER = Set.of("PodFailed", "PodCompleted");

  private final Names names;

  PodReader(Names names) {
    this.names = names;
  }

  PodSeen read(Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    Map<String, String> labels = orEmpty(meta.getLabels());
    return new PodSeen(
        new PodRef(meta.getNamespace(), meta.getName(), meta.getUid()),
        text(meta.getResourceVersion()),
        text(pod.getSpec().getNodeName()),
        new PodSeen.Identity(
            "true".equals(labels.get(names.managed())),
            labels.getOrDefault(names.jobId(), ""),
            labels.getOrDefault(names.nodeUid(), "")),
        List.copyOf(meta.getFinalizers()),
        deletion(meta),
        status(pod));
  }

  private static PodSeen.@Nullable Deletion deletion(ObjectMeta meta) {
    Instant at = time(meta.getDeletionTimestamp());
    if (at == null) {
      return null;
    }
    Long grace = meta.getDeletionGracePeriodSeconds();
    long seconds = grace == null ? 0 : grace;
    // The API server writes when the grace is over, not when the deletion was asked for.
    return new PodSeen.Deletion(at.minusSeconds(seconds), seconds);
  }

  private static PodSeen.Status status(Pod pod) {
    PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
    var containers = new ArrayList<ContainerSeen>();
    pod.getSpec()
        .getInitContainers()
        .forEach(
            c -> containers.add(container(c.getName(), true, status.getInitContainerStatuses())));
    pod.getSpec()
        .getContainers()
        .forEach(c -> containers.add(container(c.getName(), false, status.getContainerStatuses())));
    @Nullable String disruption = null;
    boolean over = false;
    for (PodCondition condition : status.getConditions()) {
      if (condition.getType().equals("DisruptionTarget") && condition.getStatus().equals("True")) {
        disruption = text(condition.getReason());
      }
      if (condition.getType().equals("ContainersReady")
          && OVER.contains(text(condition.getReason()))) {
        over = true;
      }
    }
    return new PodSeen.Status(
        phase(text(status.getPhase())),
        text(status.getReason()),
        text(status.getMessage()),
        disruption,
        over,
        List.copyOf(containers));
  }

  private static PodSeen.Phase phase(String phase) {
    return switch (phase) {
      case "Running" -> PodSeen.Phase.RUNNING;
      case "Succeeded" -> PodSeen.Phase.SUCCEEDED;
      case "Failed" -> PodSeen.Phase.FAILED;
      case "Unknown" -> PodSeen.Phase.UNKNOWN;
      default -> PodSeen.Phase.PENDING;
    };
  }

  private static ContainerSeen container(
      String name, boolean init, List<ContainerStatus> statuses) {
    for (ContainerStatus status : statuses) {
      if (status.getName().equals(name)) {
        return new ContainerSeen(
            name, init, text(status.getContainerID()), state(status.getState()));
      }
    }
    return new ContainerSeen(name, init, "", new State.Unmentioned());
  }

  private static State state(@Nullable ContainerState state) {
    if (state == null) {
      return new State.Unmentioned();
    }
    if (state.getTerminated() != null) {
      var t = state.getTerminated();
      return new State.Terminated(
          t.getExitCode(),
          text(t.getReason()),
          text(t.getMessage()),
          time(t.getStartedAt()),
          time(t.getFinishedAt()));
    }
    if (state.getRunning() != null) {
      return new State.Running(time(state.getRunning().getStartedAt()));
    }
    if (state.getWaiting() != null) {
      return new State.Waiting(
          text(state.getWaiting().getReason()), text(state.getWaiting().getMessage()));
    }
    return new State.Unmentioned();
  }

  /** A time, or null; a container that never started has one in 1970, which is none. */
  static @Nullable Instant time(@Nullable String written) {
    if (written == null || written.isEmpty()) {
      return null;
    }
    Instant at = OffsetDateTime.parse(written).toInstant();
    return at.getEpochSecond() <= 0 ? null : at;
  }

  static String text(@Nullable String written) {
    if (written == null) {
      return "";
    }
    return written.length() <= LONGEST_TEXT ? written : written.substring(0, LONGEST_TEXT) + "…";
  }

  static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
