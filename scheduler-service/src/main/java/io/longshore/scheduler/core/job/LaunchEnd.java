package io.longshore.scheduler.core.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a launch ended, on evidence.
 *
 * @param evidence what proves it
 * @param startedAt when its containers started, null where they never did or nobody saw it
 * @param stoppedAt when the last one stopped
 * @param containers each container's end
 * @param reason Kubernetes' reason for the whole pod, or EC2's
 * @param message the longer text beside the reason
 * @param hostLoss its host was going, gone or unready
 * @param stoppedOnRequest a Stop had reached the pod before the end
 */
public record LaunchEnd(
    Evidence evidence,
    @Nullable Instant startedAt,
    Instant stoppedAt,
    List<ContainerStatus> containers,
    String reason,
    String message,
    boolean hostLoss,
    boolean stoppedOnRequest) {

  public LaunchEnd {
    containers = List.copyOf(containers);
  }

  /** Its host itself is the evidence. */
  public static LaunchEnd ofHost(Evidence evidence, Launch launch, Instant at, String reason) {
    return new LaunchEnd(
        evidence, launch.startedAt(), at, launch.containers(), reason, "", true, false);
  }

  public LaunchEnd withHostLoss() {
    return new LaunchEnd(
        evidence, startedAt, stoppedAt, containers, reason, message, true, stoppedOnRequest);
  }

  /** The same between these times. */
  public LaunchEnd between(@Nullable Instant start, Instant stop) {
    return new LaunchEnd(
        evidence, start, stop, containers, reason, message, hostLoss, stoppedOnRequest);
  }

  /** Every container, init containers too, exited with 0. */
  public boolean well() {
    return evidence == Evidence.CONTAINERS_TERMINATED
        && !containers.isEmpty()
        && containers.stream().allMatch(ContainerStatus::endedWell);
  }

  /** Nobody's exit code: perhaps the host's doing, of which word may still come. */
  public boolean bySignal() {
    return evidence == Evidence.CONTAINERS_TERMINATED
        && containers.stream().anyMatch(ContainerStatus::endedBySignal);
  }
}
