package io.longshore.scheduler.core.round;

import io.longshore.scheduler.core.demand.EnvironmentDemand;
import io.longshore.scheduler.core.fit.EnvironmentArn;
import io.longshore.scheduler.core.fit.Shape;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.job.Place;
import io.longshore.scheduler.core.job.QueueArn;
import java.time.Duration;

/** What leaves once the round is committed. */
public sealed interface Outgoing {
  /** To placement-service of the cluster. */
  sealed interface ToCluster extends Outgoing {
    String cluster();
  }

  /**
   * Create the pod. Name and pod template are joined when it is sent.
   *
   * @param arraySize of the array that the child belongs to, 0 where there is none
   */
  record StartLaunch(
      LaunchId launch, int attempt, Place place, QueueArn queue, int arraySize, Shape shape)
      implements ToCluster {
    @Override
    public String cluster() {
      return place.cluster();
    }
  }

  /** Delete the pod with its grace. */
  record StopLaunch(String cluster, LaunchId launch, String reason, Duration grace)
      implements ToCluster {}

  /** The end is stored: forget the launch. */
  record CloseLaunch(String cluster, LaunchId launch) implements ToCluster {}

  /** To queue-service. */
  record JobMoved(JobNews news) implements Outgoing {}

  /** To capacity-service: a statement. */
  record DemandStated(EnvironmentDemand demand) implements Outgoing {}

  /** To capacity-service: nothing is wanted any more, for good. */
  record DemandWithdrawn(EnvironmentArn environment) implements Outgoing {}
}
