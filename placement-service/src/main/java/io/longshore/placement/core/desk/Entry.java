package io.longshore.placement.core.desk;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.observe.LaunchReport;
import io.longshore.placement.core.observe.PodSeen;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A launch with what need not outlive this ownership: the world shows it again. */
final class Entry {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  Launch launch;

  /** The pod as last seen; null when it has to be looked at. */
  @Nullable PodSeen pod;

  /** An action is out and not answered. */
  boolean busy;

  /** UID of the pod that the action out is about; empty where it is about none that is known. */
  String busyWith = "";

  /** Nothing more is to be kept of the pod's output. */
  boolean logsSettled;

  int logTries;

  /** The kubelet's refusal that the node has to confirm. */
  @Nullable LaunchReport refusal;

  /** Since when the pod has been in a final phase without evidence, and what it says. */
  @Nullable Instant unprovenSince;

  String unproven = "";

  /** When the pod was last looked for, and whether that look found nothing. */
  Instant lookedAt = Instant.MIN;

  boolean missing;

  /** Since when a create has been without an answer. */
  @Nullable Instant unsettledSince;

  Instant notBefore = Instant.MIN;
  private int failures;

  Entry(Launch launch) {
    this.launch = launch;
  }

  LaunchId id() {
    return launch.id();
  }

  /** The pod is in a final phase, or was refused, and nothing proves that it has ended. */
  void doubt(String why, Instant now) {
    if (unprovenSince == null) {
      unprovenSince = now;
    }
    unproven = why;
  }

  /** The last action failed: pause, longer each time. */
  void pause(Instant now) {
    long millis = FIRST_PAUSE.toMillis() << Math.min(failures++, 16);
    notBefore = now.plusMillis(Math.min(millis, LONGEST_PAUSE.toMillis()));
  }

  /** The last action succeeded. */
  void succeeded() {
    failures = 0;
    notBefore = Instant.MIN;
  }
}
