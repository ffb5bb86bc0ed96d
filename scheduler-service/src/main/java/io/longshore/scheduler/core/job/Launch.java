package io.longshore.scheduler.core.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try to run an attempt, from its dispatch to its judgement.
 *
 * @param id which
 * @param attempt the attempt that it runs
 * @param place where
 * @param dispatchedAt when it was decided
 * @param state how far it is
 * @param pod what is known of its pod
 * @param containers their statuses as last reported
 * @param stop the Stop that was sent, null where none was
 */
public record Launch(
    LaunchId id,
    int attempt,
    Place place,
    Instant dispatchedAt,
    LaunchState state,
    Pod pod,
    List<ContainerStatus> containers,
    @Nullable Stop stop) {

  public Launch {
    containers = List.copyOf(containers);
  }

  /** As it is sent. */
  public static Launch sent(LaunchId id, int attempt, Place place, Instant now) {
    return new Launch(
        id, attempt, place, now, new LaunchState.Sent(), Pod.UNKNOWN, List.of(), null);
  }

  public Launch in(LaunchState next) {
    return new Launch(id, attempt, place, dispatchedAt, next, pod, containers, stop);
  }

  public Launch seen(Pod newPod, List<ContainerStatus> newContainers) {
    return new Launch(id, attempt, place, dispatchedAt, state, newPod, newContainers, stop);
  }

  public Launch stopping(Stop newStop) {
    return new Launch(id, attempt, place, dispatchedAt, state, pod, containers, newStop);
  }

  /** It holds room on its node. */
  public boolean holdsRoom() {
    return !(state instanceof LaunchState.Ended);
  }

  /** When its containers started, null where that is not known. */
  public @Nullable Instant startedAt() {
    return switch (state) {
      case LaunchState.Running r -> r.startedAt();
      case LaunchState.Ended e -> e.end().startedAt();
      case LaunchState.Sent _, LaunchState.Starting _, LaunchState.Vanished _ -> null;
    };
  }
}
