package io.longshore.placement.core.observe;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container of a pod's specification with what the status says of it.
 *
 * @param id the runtime's id, empty where unknown
 */
public record ContainerSeen(String name, boolean init, String id, State state) {

  /** How a container stands. */
  public sealed interface State {

    /** The status does not mention it. */
    record Unmentioned() implements State {}

    /** It has not started. */
    record Waiting(String reason, String message) implements State {}

    /** It runs. */
    record Running(@Nullable Instant startedAt) implements State {}

    /** It has stopped for good: batch pods never restart. */
    record Terminated(
        int exitCode,
        String reason,
        String message,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt)
        implements State {}
  }

  /** Whether the kubelet ever said that it ran. */
  boolean started() {
    return switch (state) {
      case State.Running _, State.Terminated _ -> true;
      case State.Unmentioned _, State.Waiting _ -> false;
    };
  }

  boolean terminated() {
    return state instanceof State.Terminated;
  }

  boolean running() {
    return state instanceof State.Running;
  }

  boolean failed() {
    return state instanceof State.Terminated t && t.exitCode() != 0;
  }
}
