package io.longshore.scheduler.core.job;

import java.util.List;

/** What a launch's end means for its attempt. */
public sealed interface Verdict {
  /** The attempt ended well. */
  record Well() implements Verdict {}

  /** Longshore's own misjudgement, before any container ran: the same attempt is launched again. */
  record Misjudged(String why) implements Verdict {}

  /** The attempt failed; retry rules decide. */
  record Failed(String statusReason, List<ContainerStatus> containers) implements Verdict {}

  /** The attempt failed, and no retry can help or is wanted. */
  record Hopeless(String statusReason) implements Verdict {}

  /** It was stopped because the job is to end. */
  record Stopped() implements Verdict {}

  /**
   * Judges an end. A Stop that had not reached the pod before the end explains nothing: such an end
   * counts as what it was.
   */
  static Verdict of(Launch launch, LaunchEnd end) {
    return switch (end.evidence()) {
      case CONTAINERS_TERMINATED -> ofContainers(launch, end);
      case NEVER_CREATED, ADMISSION_REFUSED ->
          launch.stop() != null ? stopped(launch.stop()) : new Misjudged(words(end));
      case INVALID_POD -> new Hopeless(words(end));
      case INSTANCE_TERMINATED, DECLARED_LOST ->
          new Failed(StatusReasons.hostLost(launch), end.containers());
    };
  }

  private static Verdict ofContainers(Launch launch, LaunchEnd end) {
    if (launch.stop() != null && end.stoppedOnRequest()) {
      return stopped(launch.stop());
    }
    if (end.well()) {
      return new Well();
    }
    if (end.hostLoss()) {
      return new Failed(StatusReasons.hostLost(launch), end.containers());
    }
    var reason =
        end.containers().isEmpty() ? StatusReasons.FAILED_TO_START : StatusReasons.CONTAINER_EXITED;
    return new Failed(reason, end.containers());
  }

  private static Verdict stopped(Stop stop) {
    return switch (stop.cause()) {
      case WISH -> new Stopped();
      case TIMEOUT -> new Hopeless(StatusReasons.TIMEOUT);
    };
  }

  private static String words(LaunchEnd end) {
    if (end.message().isEmpty()) {
      return end.reason().isEmpty() ? StatusReasons.FAILED_TO_START : end.reason();
    }
    return end.reason().isEmpty() ? end.message() : end.reason() + ": " + end.message();
  }
}
