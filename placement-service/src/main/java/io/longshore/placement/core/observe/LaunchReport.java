package io.longshore.placement.core.observe;

import io.longshore.placement.core.LaunchId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told of a launch: a fact, never a wish. */
public record LaunchReport(
    LaunchId launch,
    Phase phase,
    Instant at,
    Pod pod,
    @Nullable Instant startedAt,
    @Nullable Instant stoppedAt,
    List<Container> containers,
    String reason,
    String message,
    Evidence evidence,
    boolean hostLoss,
    boolean stoppedOnRequest) {

  /** How far a launch is; never back. */
  public enum Phase {
    STARTING,
    RUNNING,
    /** The pod is gone and nothing proves how it ended; proof may still come. */
    VANISHED,
    ENDED
  }

  /** What proves an end. */
  public enum Evidence {
    /** It has not ended. */
    NONE,
    CONTAINERS_TERMINATED,
    ADMISSION_REFUSED,
    NEVER_CREATED,
    INVALID_POD
  }

  /** Which pod; the UID is empty while there is none. */
  public record Pod(String namespace, String name, String uid, String node) {}

  /** How a container ended or stands; {@code exitCode} is null until it has terminated. */
  public record Container(
      String name,
      boolean init,
      String id,
      @Nullable Integer exitCode,
      String reason,
      String message) {}

  /** The same, with another reason. */
  public LaunchReport because(String why, String text, Instant now) {
    return new LaunchReport(
        launch,
        phase,
        now,
        pod,
        startedAt,
        stoppedAt,
        containers,
        why,
        text,
        evidence,
        hostLoss,
        stoppedOnRequest);
  }

  /** Whether the launch is over, on evidence. */
  public boolean ended() {
    return phase == Phase.ENDED;
  }
}
